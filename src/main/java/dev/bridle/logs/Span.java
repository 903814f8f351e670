package dev.bridle.logs;

/** Text in one style. It is text and nothing else: who puts it into a page escapes it. */
public record Span(String text, Style style) {}
