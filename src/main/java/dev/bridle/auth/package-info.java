/** Who is calling: every accepted form of credential, tokens minted and checked, principals. */
@NullMarked
package dev.bridle.auth;

import org.jspecify.annotations.NullMarked;
