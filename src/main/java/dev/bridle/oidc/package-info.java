/** Signs people in through an OpenID Connect provider, and makes them members as it says. */
@NullMarked
package dev.bridle.oidc;

import org.jspecify.annotations.NullMarked;
