/** Pages about people: their own settings, and the users of an organization. */
@NullMarked
package dev.bridle.web.people;

import org.jspecify.annotations.NullMarked;
