package dev.bridle.organization;

import dev.bridle.auth.Role;
import java.time.Instant;

/** A person within an organization. */
public record Member(Person person, Role role, Instant since) {}
