package dev.bridle.bench.pages;

/** A page as the bench asks for it. */
record Page(String name, String path) {}
