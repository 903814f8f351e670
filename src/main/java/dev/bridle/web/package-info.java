/**
 * What people see in a browser: one class for each page, its template beside it in src/main/jte.
 */
@NullMarked
package dev.bridle.web;

import org.jspecify.annotations.NullMarked;
