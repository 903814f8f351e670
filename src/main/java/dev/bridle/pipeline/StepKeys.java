package dev.bridle.pipeline;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of one pipeline, as they are met: well formed, and no two the same. */
final class StepKeys {
  private static final int LONGEST = 100;
  private static final Pattern WELL_FORMED = Pattern.compile("[a-zA-Z0-9_\\-:${}.,]+");
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final Set<String> taken = new HashSet<>();

  /** The key in a field, now taken; null when the step has none. */
  @Nullable String take(Field field) {
    String key = field.text();
    if (key.isEmpty()) {
      return null;
    }
    if (key.length() > LONGEST) {
      throw field.fault("is longer than %d characters".formatted(LONGEST));
    }
    if (!WELL_FORMED.matcher(key).matches()) {
      throw field.fault(
          "may hold only letters, digits and _ - : $ { } . , but is "
              + InvalidPipeline.quoted(key));
    }
    if (UUID.matcher(key).matches()) {
      throw field.fault("must not look like a UUID, but is " + InvalidPipeline.quoted(key));
    }
    if (!taken.add(key)) {
      throw field.fault(InvalidPipeline.keyTaken(key));
    }
    return key;
  }
}
