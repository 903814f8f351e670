package dev.bridle.cli;

import dev.bridle.CannotStart;
import dev.bridle.config.BadSetting;
import dev.bridle.http.ApiFailure;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The entry of the jar. Every command prints one sentence and a status when it can't do its job.
 */
@Command(name = "bridle", description = "Governed access to large language models for CI jobs.")
public final class Main implements Runnable {
  private static final int USAGE = 2;

  @Spec private CommandSpec spec;

  private Main(CommandSpec spec) {
    this.spec = spec;
  }

  public static void main(String[] args) {
    System.exit(run(System.getenv(), System.out, System.err, args));
  }

  static int run(Map<String, String> variables, PrintStream out, PrintStream err, String... args) {
    var console = new Console(variables, out, err);
    return line(console, args)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((e, _) -> misused(console, e))
        .setExecutionExceptionHandler((e, _, _) -> failed(console, e))
        .execute(args);
  }

  /** The tree of commands; a new one is one line here or in its group. */
  private static Map<String, Supplier<Object>> commands(Console console) {
    var commands = new LinkedHashMap<String, Supplier<Object>>();
    commands.put("try", () -> new TryCommand(console));
    commands.put("serve", () -> ServeCommand.line(console));
    commands.put("runner", () -> new RunnerCommand(console));
    commands.put("admin", () -> AdminCommands.line(console));
    return commands;
  }

  /** To make the whole tree takes as long as a server takes to start: only what is asked for. */
  private static CommandLine line(Console console, String... args) {
    var main = new CommandLine(new Main(CommandSpec.create()));
    var commands = commands(console);
    String asked = args.length == 0 ? "" : args[0];
    if (commands.containsKey(asked)) {
      commands.keySet().retainAll(Set.of(asked));
    }
    commands.forEach((name, command) -> main.addSubcommand(name, command.get()));
    help(main);
    return main;
  }

  private static void help(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true);
    line.getSubcommands().values().forEach(Main::help);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: try, serve, runner or admin");
  }

  private static int misused(Console console, ParameterException e) {
    String message = e.getMessage() == null ? "The command is not usable" : e.getMessage();
    String name = e.getCommandLine().getCommandSpec().qualifiedName(" ");
    console.complain(sentence(message) + " Try: " + name + " --help");
    return USAGE;
  }

  private static int failed(Console console, Exception e) throws Exception {
    switch (e) {
      case BadSetting bad -> {
        console.complain(sentence(String.valueOf(bad.getMessage())));
        return USAGE;
      }
      case ApiFailure failure -> console.complain(sentence(String.valueOf(failure.getMessage())));
      case CannotStart cannot -> console.complain(sentence(String.valueOf(cannot.getMessage())));
      default -> throw e;
    }
    return 1;
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
