package dev.bridle.web;

import dev.bridle.auth.SignedIn;
import java.util.Optional;

/** Someone who may not have signed in, on a page that is for everyone. */
public record Guest(FormToken token, Optional<SignedIn> signedIn) implements Who {}
