package dev.bridle.http;

import java.time.Duration;

/**
 * How long an upstream may take, and how many connections to one of its addresses there are.
 *
 * @param connect to a connection that can be used: TCP, TLS, and a place among those in use
 * @param firstByte from the request to the head of the answer
 * @param idle between two bytes of an answer
 * @param connections with HTTP/1.1, which carries one call at a time on each
 * @param http2Connections with HTTP/2
 * @param streams calls at once on each connection with HTTP/2
 */
public record Limits(
    Duration connect,
    Duration firstByte,
    Duration idle,
    int connections,
    int http2Connections,
    int streams) {}
