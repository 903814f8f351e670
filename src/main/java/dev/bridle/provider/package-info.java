/**
 * Connections to model providers: which address, which credential, which headers; and the sandbox.
 */
@NullMarked
package dev.bridle.provider;

import org.jspecify.annotations.NullMarked;
