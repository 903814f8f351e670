package dev.bridle.bench.pages;

import java.util.List;
import java.util.stream.Stream;

/** Every page, and the forms of it that read most. */
record AllPages(Ids ids, Begun begun, PagesSize size) {
  private static final String SETTINGS = "/organizations/acme";
  private static final String MOST = "/acme/pipeline-000";

  List<Page> list() {
    return Stream.of(
            builds(),
            goingOn(),
            agentsAndPeople(),
            providers(),
            rules(),
            own(),
            new FurtherPages(ids, size).list())
        .flatMap(List::stream)
        .toList();
  }

  private List<Page> builds() {
    String job = begun.job();
    String middle = MOST + "/builds/" + size.builds() / 4;
    return List.of(
        new Page("pipelines", "/acme"),
        new Page("pipelines, further", "/acme?after=pipeline-100"),
        new Page("pipelines, searched", "/acme?q=pipeline+4"),
        new Page("pipelines, found none", "/acme?q=nothing"),
        new Page("pipeline", MOST),
        new Page("pipeline, one branch", MOST + "?branch=main"),
        new Page("pipeline, failed", MOST + "?state=failed"),
        new Page("pipeline, canceled (none)", MOST + "?state=canceled"),
        new Page("pipeline, one creator", MOST + "?creator=" + ids.person()),
        new Page("pipeline, nobody's", MOST + "?creator=" + ids.queue()),
        new Page("build", middle),
        new Page("build, jobs", middle + "/jobs"),
        new Page("build, AI", middle + "/ai"),
        new Page("build of 1,000 jobs", "/acme/large/builds/1"),
        new Page("build of 1,000 jobs, jobs", "/acme/large/builds/1/jobs"),
        new Page("build of 1,000 jobs, AI", "/acme/large/builds/1/ai"),
        new Page("log", job),
        new Page("log, in the middle", job + "?line=" + size.logMb() * 5_000),
        new Page("log, a window", job + "/log?from=" + size.logMb() * 3_000),
        new Page("log, searched", job + "?q=line+of"),
        new Page("log, searched in vain", job + "?q=nothing+of+it"),
        new Page("job, environment", job + "/env"),
        new Page("new pipeline", SETTINGS + "/pipelines/new"),
        new Page("new build", MOST + "/builds/new"),
        new Page("pipeline's steps", MOST + "/settings/steps"),
        new Page("pipeline's settings", MOST + "/settings"));
  }

  /** The pages of a build are asked for again while its jobs change. */
  private static List<Page> goingOn() {
    String build = "/acme/large/builds/2";
    return List.of(
        Page.renewed("1,000 jobs that change", build),
        Page.renewed("1,000 jobs that change, jobs", build + "/jobs"),
        Page.renewed("1,000 jobs that change, AI", build + "/ai"));
  }

  private List<Page> agentsAndPeople() {
    String cluster = SETTINGS + "/clusters/" + ids.cluster();
    return List.of(
        new Page("agents", cluster),
        new Page("agents of a queue", cluster + "?queue=default"),
        new Page("agent", SETTINGS + "/agents/" + ids.agent()),
        new Page("queues", cluster + "/queues"),
        new Page("agent tokens", cluster + "/tokens"),
        new Page("members", SETTINGS + "/users"),
        new Page("member", SETTINGS + "/users/" + ids.person()),
        new Page("members, searched", SETTINGS + "/users?q=49"),
        new Page("organization's settings", SETTINGS + "/settings"));
  }

  private List<Page> providers() {
    String unverified = SETTINGS + "/model-providers/openai";
    return List.of(
        new Page("model providers", SETTINGS + "/model-providers"),
        new Page("model provider", SETTINGS + "/model-providers/anthropic"),
        new Page("model provider's models", SETTINGS + "/model-providers/anthropic/models"),
        new Page("model provider, connect", unverified + "/connect"),
        new Page("model provider, key", unverified + "/key"),
        new Page("model provider, new key", unverified + "/keys/new"),
        new Page("model provider, fallback", unverified + "/fallback"),
        new Page("model provider, disconnect", unverified + "/disconnect"));
  }

  private List<Page> rules() {
    return List.of(
        new Page("allowances", SETTINGS + "/allowances"),
        new Page("new allowance", SETTINGS + "/allowances/new"),
        new Page("allowance", SETTINGS + "/allowances/" + ids.allowance()),
        new Page("AI policy", SETTINGS + "/ai-policy"),
        new Page("AI policy, edit", SETTINGS + "/ai-policy/edit"),
        new Page("AI policy, versions", SETTINGS + "/ai-policy/versions"),
        new Page("AI policy, difference", SETTINGS + "/ai-policy/difference?from=0&to=30"),
        new Page("AI policy, restore", SETTINGS + "/ai-policy/restore?version=3"),
        new Page("kill switches", SETTINGS + "/kill-switches"),
        new Page("audit log", SETTINGS + "/audit-log"),
        new Page("audit log, one type", SETTINGS + "/audit-log?type=PIPELINE_UPDATED"),
        new Page(
            "audit log, a type that none has",
            SETTINGS + "/audit-log?type=ORGANIZATION_MEMBER_DELETED"),
        new Page("audit log, words", SETTINGS + "/audit-log?q=pipeline+4"),
        new Page("audit log, words that none has", SETTINGS + "/audit-log?q=nothing+of+it"),
        new Page("usage, overview", SETTINGS + "/usage"),
        new Page("usage, without its panels", SETTINGS + "/usage?product=hosted_models"));
  }

  private List<Page> own() {
    return List.of(
        new Page("own profile", "/user/settings"),
        new Page("own sign-ins", "/user/sessions"),
        new Page("own API tokens", "/user/api-access-tokens"),
        new Page("own password", "/user/password"),
        new Page("documentation", "/docs/settings.md"),
        new Page("documentation, long", "/docs/api/model-providers.md"),
        Page.ofGuests("sign-in", "/login"),
        Page.ofGuests("sign-in link", begun.signInLink()),
        Page.ofGuests("invitation", begun.invitation()));
  }
}
