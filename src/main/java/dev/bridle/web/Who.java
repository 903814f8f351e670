package dev.bridle.web;

import dev.bridle.auth.SignedIn;
import java.util.Optional;

/** Who looks at a page. */
public sealed interface Who permits Guest, Visitor {
  FormToken token();

  Optional<SignedIn> signedIn();
}
