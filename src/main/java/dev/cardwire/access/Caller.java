package dev.cardwire.access;

import java.util.Set;

/**
 * Somebody whose key was right.
 *
 * @param name stable over key rotations; scopes idempotency keys and limits
 */
public record Caller(String name, Set<String> roles) {}
