package dev.bridle.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The programs without which a test can't run. When one is missing the test is skipped and says so
 * by name; where the variable {@code CI} is {@code true} it fails.
 */
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MissingPrograms.class)
public @interface Needs {
  Program[] value();
}
