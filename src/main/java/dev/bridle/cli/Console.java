package dev.bridle.cli;

import dev.bridle.config.BadSetting;
import dev.bridle.config.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What surrounds a command: the environment's variables and where it prints. */
record Console(Map<String, String> variables, PrintStream out, PrintStream err) {
  private static final JsonMapper INDENTED =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  void say(String line) {
    out.println(line);
  }

  void sayJson(Object value) {
    say(JsonMapper.shared().writeValueAsString(value));
  }

  void sayIndented(Object value) {
    say(INDENTED.writeValueAsString(value));
  }

  void complain(String sentence) {
    err.println("bridle: " + sentence);
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** A secret from its variable, or from the file that its {@code _FILE} twin names. */
  Optional<Secret> secret(String name) {
    var file = variable(name + "_FILE");
    if (variable(name).isPresent() || file.isEmpty()) {
      return variable(name).map(Secret::new);
    }
    try {
      return Optional.of(new Secret(Files.readString(Path.of(file.get())).strip()));
    } catch (IOException e) {
      throw new BadSetting(name + "_FILE: " + file.get() + " can't be read");
    }
  }
}
