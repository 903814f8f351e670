package dev.bridle.bench.pages;

/**
 * Where the server put what it made itself.
 *
 * @param job the address of the job with the huge log
 * @param invitation the address where someone becomes a member
 * @param signInLink the address where someone signs in without a password
 * @param agentToken what agents register with
 */
record Begun(String job, String invitation, String signInLink, String agentToken) {}
