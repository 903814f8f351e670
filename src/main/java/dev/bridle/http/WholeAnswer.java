package dev.bridle.http;

/** An answer that was read to its end. */
public record WholeAnswer(int status, Headers headers, byte[] body) {}
