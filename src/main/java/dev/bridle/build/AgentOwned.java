package dev.bridle.build;

import java.util.Set;

/**
 * Variables that the agent sets itself. It would overrule what we send and complain about that in
 * every log, so they are not sent, whoever asks for it.
 */
final class AgentOwned {
  private static final Set<String> NAMES =
      Set.of(
          "BUILDKITE_ADDITIONAL_HOOKS_PATHS",
          "BUILDKITE_AGENT_ACCESS_TOKEN",
          "BUILDKITE_AGENT_CACHE_PATHS",
          "BUILDKITE_AGENT_DEBUG",
          "BUILDKITE_AGENT_DEBUG_HTTP",
          "BUILDKITE_AGENT_DISABLE_WARNINGS_FOR",
          "BUILDKITE_AGENT_ENDPOINT",
          "BUILDKITE_AGENT_EXPERIMENT",
          "BUILDKITE_AGENT_JOB_TIMEOUT_FILE",
          "BUILDKITE_AGENT_PID",
          "BUILDKITE_AGENT_TOKEN",
          "BUILDKITE_BIN_PATH",
          "BUILDKITE_BUILD_PATH",
          "BUILDKITE_CANCEL_GRACE_PERIOD",
          "BUILDKITE_CANCEL_SIGNAL",
          "BUILDKITE_CHECKOUT_ATTEMPTS",
          "BUILDKITE_CHECKOUT_OVERRIDE_MODE",
          "BUILDKITE_COMMAND_EVAL",
          "BUILDKITE_CONFIG_PATH",
          "BUILDKITE_ENV_FILE",
          "BUILDKITE_ENV_JSON_FILE",
          "BUILDKITE_GIT_CHECKOUT_FLAGS",
          "BUILDKITE_GIT_CLEAN_FLAGS",
          "BUILDKITE_GIT_CLONE_FLAGS",
          "BUILDKITE_GIT_CLONE_MIRROR_FLAGS",
          "BUILDKITE_GIT_COMMIT_VERIFICATION",
          "BUILDKITE_GIT_FETCH_FLAGS",
          "BUILDKITE_GIT_SUBMODULE_CLONE_CONFIG",
          "BUILDKITE_HOOKS_PATH",
          "BUILDKITE_HOOKS_SHELL",
          "BUILDKITE_IGNORED_ENV",
          "BUILDKITE_JOB_LOGS_OTLP",
          "BUILDKITE_LOCAL_HOOKS_ENABLED",
          "BUILDKITE_NO_HTTP2",
          "BUILDKITE_PLUGINS_ENABLED",
          "BUILDKITE_PLUGINS_PATH",
          "BUILDKITE_PLUGIN_VALIDATION",
          "BUILDKITE_REDACTED_VARS",
          "BUILDKITE_SECRETS_CONFIG",
          "BUILDKITE_SHELL",
          "BUILDKITE_SIGNAL_GRACE_PERIOD_SECONDS",
          "BUILDKITE_SOCKETS_PATH",
          "BUILDKITE_SSH_KEYSCAN",
          "BUILDKITE_STRICT_SINGLE_HOOKS");

  private AgentOwned() {}

  static boolean owns(String name) {
    return NAMES.contains(name) || name.startsWith("BUILDKITE_GIT_MIRROR");
  }
}
