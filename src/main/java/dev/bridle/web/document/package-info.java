/** The documentation of this version, as pages. */
@NullMarked
package dev.bridle.web.document;

import org.jspecify.annotations.NullMarked;
