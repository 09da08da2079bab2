// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The card keys: advisory locks on card ids and order ids, which also exist for a card that is not a row yet. Taken
 * first and in one order by every writer, so that no two can wait for each other.
 */
final class LockKeys {

    private LockKeys() {}

    /** The keys of these reports, ascending, as the text that the locking statement takes. */
    static String of(Collection<CardReport> reports) {
        TreeSet<Long> keys = new TreeSet<>();
        for (CardReport report : reports) {
            if (report.cardId() != null) {
                keys.add(key(report.cardId().toString()));
            }
            if (report.createdBy() != null) {
                keys.add(key(report.createdBy()));
            }
            if (report.facts().cardOrderId() != null) {
                keys.add(key(report.facts().cardOrderId()));
            }
            if (report.source().eventId() != null && report.cardId() == null) {
                keys.add(key(report.source().eventId().toString()));
            }
        }
        return keys.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static long key(String id) {
        try {
            return ByteBuffer.wrap(new UuidOrText(id).bytes()).getLong();
        } catch (NoSuchAlgorithmException cannotBe) {
            throw new IllegalStateException("every Java platform has SHA-256", cannotBe);
        }
    }

    /** Upper and lower case of a UUID are one id. */
    private record UuidOrText(String id) {

        byte[] bytes() throws NoSuchAlgorithmException {
            try {
                UUID uuid = UUID.fromString(id);
                long mixed = uuid.getMostSignificantBits() ^ uuid.getLeastSignificantBits();
                return ByteBuffer.allocate(Long.BYTES).putLong(mixed).array();
            } catch (IllegalArgumentException text) {
                return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
