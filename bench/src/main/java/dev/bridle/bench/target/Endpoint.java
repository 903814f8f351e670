package dev.bridle.bench.target;

import java.util.Map;

/** Where calls go, on loopback, and the headers that they carry beside the common ones. */
public record Endpoint(int port, String path, Map<String, String> headers) {}
