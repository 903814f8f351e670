/** Pages where administrators connect model providers, look after them and disconnect them. */
@NullMarked
package dev.bridle.web.provider;

import org.jspecify.annotations.NullMarked;
