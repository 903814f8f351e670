package dev.bridle.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands that administer a running server; each is one class. */
final class AdminCommands {
  private AdminCommands() {}

  static CommandLine line(Console console) {
    var admin = new CommandLine(new Group());
    admin.getCommandSpec().usageMessage().description("Administers a running server over REST.");
    admin.addSubcommand("setup", new SetupCommand(console));
    admin.addSubcommand(
        "member", group("Members of the organization.", "add", new MemberAddCommand(console)));
    admin.addSubcommand("sign-in-link", new SignInLinkCommand(console));
    admin.addSubcommand(
        "token",
        group(
                "API tokens of people, and tokens that agents register with.",
                "create",
                new TokenCreateCommand(console))
            .addSubcommand("list", new TokenListCommand(console))
            .addSubcommand("revoke", new TokenRevokeCommand(console)));
    admin.addSubcommand("provider", ProviderCommands.line(console));
    admin.addSubcommand(
        "pipeline", group("Pipelines.", "create", new PipelineCreateCommand(console)));
    admin.addSubcommand("build", BuildCommands.line(console));
    admin.addSubcommand("policy", PolicyCommands.line(console));
    admin.addSubcommand("kill-switch", KillSwitchCommands.line(console));
    admin.addSubcommand("allowance", AllowanceCommands.line(console));
    admin.addSubcommand("capture", CaptureCommands.line(console));
    admin.addSubcommand("usage", new UsageCommand(console));
    admin.addSubcommand("refused", new RefusedCommand(console));
    admin.addSubcommand(
        "ledger",
        group("The record of all calls.", "verify", new LedgerVerifyCommand(console))
            .addSubcommand("reprice", new LedgerRepriceCommand(console)));
    admin.addSubcommand("prices", PriceCommands.line(console));
    return admin;
  }

  static CommandLine group(String description, String name, Object first) {
    var group = new CommandLine(new Group());
    group.getCommandSpec().usageMessage().description(description);
    return group.addSubcommand(name, first);
  }

  /** A command that only holds others. */
  @Command
  static final class Group implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw new ParameterException(
          spec.commandLine(), "Say which: " + String.join(", ", spec.subcommands().keySet()));
    }
  }
}
