/**
 * HTTP in and out: requests, replies, routes, the server, streaming answers; the only package that
 * sees Vert.x.
 */
@NullMarked
package dev.bridle.http;

import org.jspecify.annotations.NullMarked;
