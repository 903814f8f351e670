/** What tests share: both database engines, a running server, a patient HTTP client. */
@NullMarked
package dev.bridle.testing;

import org.jspecify.annotations.NullMarked;
