package dev.bridle.cli;

import dev.bridle.Bridle;
import dev.bridle.BridleSettings;
import dev.bridle.config.Setting;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Runs a server until it is told to stop. Its flags are the list of settings. */
final class ServeCommand implements Callable<Integer> {
  private static final int WIDTH = 80;
  private static final int COLUMN = 29;

  private final Console console;
  private final CommandSpec spec;

  private ServeCommand(Console console) {
    this.console = console;
    this.spec = CommandSpec.wrapWithoutInspection(this);
  }

  static CommandLine line(Console console) {
    var command = new ServeCommand(console);
    command.spec.usageMessage().description("Runs a server until it is told to stop.");
    command.spec.usageMessage().footer(secrets());
    for (Setting setting : plain()) {
      command.spec.addOption(option(setting));
    }
    return new CommandLine(command.spec);
  }

  private static List<Setting> plain() {
    return BridleSettings.ALL.stream().filter(s -> s.kind() == Setting.Kind.PLAIN).toList();
  }

  private static OptionSpec option(Setting setting) {
    String fallback = setting.fallback().isEmpty() ? "" : " Default: " + setting.fallback() + ".";
    return OptionSpec.builder(setting.flag())
        .type(String.class)
        .paramLabel("VALUE")
        .description((setting.doc() + fallback).replace("%", "%%"))
        .build();
  }

  private static String[] secrets() {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add("Every flag is also a variable BRIDLE_... and a line in DATA/bridle.properties.");
    lines.add("Secrets come from a variable NAME, or from the file that NAME_FILE says:");
    for (Setting setting : BridleSettings.ALL) {
      if (setting.kind() == Setting.Kind.SECRET) {
        lines.addAll(columns("  " + setting.variable(), setting.doc().replace("%", "%%")));
      }
    }
    return lines.toArray(String[]::new);
  }

  /** A name and words about it, in the columns of the options; breaks stand only at spaces. */
  private static List<String> columns(String name, String words) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder(name).repeat(" ", COLUMN - 1 - name.length());
    for (String word : words.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(COLUMN + 1));
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  @Override
  public Integer call() throws Exception {
    var flags = flags();
    warnOfPasswords(flags);
    var settings = BridleSettings.read(flags, console.variables());
    var bridle = Bridle.start(settings, InstantSource.system());
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(bridle, stopped), "stop"));
    greet(bridle, settings);
    stopped.await();
    return 0;
  }

  private Map<String, String> flags() {
    var flags = new HashMap<String, String>();
    for (Setting setting : plain()) {
      String value = spec.findOption(setting.flag()).getValue();
      if (value != null) {
        flags.put(setting.key(), value);
      }
    }
    return flags;
  }

  /** Flags are seen by every user of the machine. */
  private void warnOfPasswords(Map<String, String> flags) {
    String url = flags.getOrDefault(BridleSettings.DATABASE_URL.key(), "");
    String account = url.contains("@") ? url.substring(0, url.indexOf('@')) : "";
    if (account.substring(account.indexOf("//") + 1).contains(":")) {
      console.complain(
          "Everyone on this machine can see the password in --database-url; give it as "
              + BridleSettings.DATABASE_PASSWORD.variable()
              + " instead.");
    }
  }

  private void greet(Bridle bridle, BridleSettings settings) {
    console.say("Bridle listens on " + bridle.localUrl());
    settings.publicUrl().ifPresent(url -> console.say("Agents and jobs are told " + url));
    if (bridle.isNew()) {
      console.say(
          "This server is new. Make its organization and first administrator in a browser:");
      bridle.setupLink().ifPresent(link -> console.say("  " + link.reveal()));
      console.say("or on this machine with:");
      console.say(
          "  ./bridle admin setup --data "
              + settings.data()
              + " --organization SLUG --email ADDRESS");
    }
  }

  /** Runs when the process is asked to end, and ends it as a success once all is closed. */
  private void stop(Bridle bridle, CountDownLatch stopped) {
    console.say("Bridle is stopping.");
    bridle.close();
    stopped.countDown();
    console.out().flush();
    Runtime.getRuntime().halt(0);
  }
}
