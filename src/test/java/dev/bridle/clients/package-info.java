/** Clients that people really use, unchanged, against a running server and a scripted provider. */
@NullMarked
package dev.bridle.clients;

import org.jspecify.annotations.NullMarked;
