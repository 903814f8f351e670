package dev.bridle.pipeline;

/** How a pipeline reached the server. */
enum Origin {
  STORED,
  UPLOADED
}
