// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import dev.cardwire.card.log.LogScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a ticket says.
 *
 * @param caller who had it made: its streams count as his
 * @param expiresAt to the second
 */
public record Ticket(UUID id, String caller, LogScope scope, Instant expiresAt) {

    private static final int COVERAGE_BYTES = 16;

    /** Whether all of {@code wanted} lies in {@code allowed}. */
    public static boolean covers(LogScope allowed, LogScope wanted) {
        return allowed.everything()
                || (!wanted.everything()
                        && allowed.cardIds().containsAll(wanted.cardIds())
                        && allowed.cardholderIds().containsAll(wanted.cardholderIds()));
    }

    /**
     * Equal for tickets that cover the same, whoever had them made: two pages with equal ones may share a stream. It says
     * nothing about the ids, and opens nothing.
     */
    String coverage() {
        String covered =
                scope.everything() + " " + new TreeSet<>(scope.cardIds()) + new TreeSet<>(scope.cardholderIds());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(covered.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, COVERAGE_BYTES));
        } catch (NoSuchAlgorithmException cannotBe) {
            throw new IllegalStateException("every Java platform has SHA-256", cannotBe);
        }
    }
}
