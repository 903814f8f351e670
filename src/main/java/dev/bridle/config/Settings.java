package dev.bridle.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** What the operator said: a flag before a variable, a variable before the file. */
public final class Settings {
  private final Map<String, String> flags;
  private final Map<String, String> variables;
  private final Map<String, String> file;

  private Settings(
      Map<String, String> flags, Map<String, String> variables, Map<String, String> file) {
    this.flags = Map.copyOf(flags);
    this.variables = Map.copyOf(variables);
    this.file = Map.copyOf(file);
  }

  /** Reads all three places and reports every mistake of the file at once. */
  public static Settings read(
      List<Setting> known, Map<String, String> flags, Map<String, String> variables, Path file) {
    return new Settings(flags, variables, linesOf(known, file));
  }

  private static Map<String, String> linesOf(List<Setting> known, Path path) {
    if (!Files.exists(path)) {
      return Map.of();
    }
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new BadSetting(path + " can't be read: " + e.getMessage());
    }
    var mistakes = mistakesOf(known, properties);
    if (!mistakes.isEmpty()) {
      throw new BadSetting(path + ": " + String.join("; ", mistakes));
    }
    var lines = new java.util.HashMap<String, String>();
    properties.stringPropertyNames().forEach(k -> lines.put(k, properties.getProperty(k).strip()));
    return lines;
  }

  private static List<String> mistakesOf(List<Setting> known, Properties properties) {
    Set<String> plain = new HashSet<>();
    Set<String> secret = new HashSet<>();
    for (Setting setting : known) {
      (setting.kind() == Setting.Kind.SECRET ? secret : plain).add(setting.key());
    }
    var mistakes = new ArrayList<String>();
    for (String key : new java.util.TreeSet<>(properties.stringPropertyNames())) {
      if (secret.contains(key)) {
        mistakes.add("the secret '" + key + "' belongs in a variable or a file of its own");
      } else if (!plain.contains(key)) {
        mistakes.add("unknown setting '" + key + "'");
      }
    }
    return mistakes;
  }

  public String text(Setting setting) {
    return find(setting).orElse(setting.fallback());
  }

  public Optional<String> find(Setting setting) {
    String said =
        flags.getOrDefault(
            setting.key(),
            variables.getOrDefault(setting.variable(), file.getOrDefault(setting.key(), "")));
    return said.isBlank() ? Optional.empty() : Optional.of(said.strip());
  }

  public Duration seconds(Setting setting) {
    return Duration.ofSeconds(number(setting));
  }

  public long number(Setting setting) {
    String text = text(setting);
    try {
      long number = Long.parseLong(text);
      if (number < 0) {
        throw new BadSetting(setting.flag() + " must not be negative, but is " + text);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new BadSetting(setting.flag() + " must be a whole number, but is '" + text + "'");
    }
  }

  /** A number that must lie between two others. */
  public int number(Setting setting, int least, int most) {
    long number = number(setting);
    if (number < least || number > most) {
      throw new BadSetting(
          setting.flag() + " must be from " + least + " to " + most + ", but is " + number);
    }
    return (int) number;
  }

  public boolean flag(Setting setting) {
    String text = text(setting);
    return switch (text) {
      case "true", "on", "yes" -> true;
      case "false", "off", "no", "" -> false;
      default ->
          throw new BadSetting(setting.flag() + " must be true or false, not '" + text + "'");
    };
  }

  /** A secret from its variable, or from the file that its {@code _FILE} variable names. */
  public Optional<Secret> secret(Setting setting) {
    String value = variables.getOrDefault(setting.variable(), "");
    if (!value.isBlank()) {
      return Optional.of(new Secret(value.strip()));
    }
    String path = variables.getOrDefault(setting.variable() + "_FILE", "");
    if (path.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Secret(Files.readString(Path.of(path)).strip()));
    } catch (IOException e) {
      throw new BadSetting(setting.variable() + "_FILE: " + path + " can't be read");
    }
  }
}
