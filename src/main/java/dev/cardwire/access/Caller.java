// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose key or token was right.
 *
 * @param name stable over rotations and renewals; scopes idempotency keys and limits
 * @param until when the token ends; null for a key
 */
public record Caller(
        String name, Set<String> roles, @Nullable Instant until) {}
