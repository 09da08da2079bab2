// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what a mark says together with its key, so that only a replica can have written it: anybody who reaches Redis could
 * otherwise plant the mark of an event that is still to come, and the event would be taken for a duplicate.
 */
final class MarkSeal {

    private static final String ALGORITHM = "HmacSHA256";
    /** The secret has another purpose too: what is signed here can be mistaken for nothing else. */
    private static final String PURPOSE = "cardwire mark of an event\n";

    private static final char END_OF_DIGEST = '.';
    private static final int RANDOM_BYTES = 32;

    private final SecretKeySpec key;

    /** @param secret the same on all replicas; without one the marks of other processes are unknown here */
    MarkSeal(Optional<String> secret) {
        this.key = new SecretKeySpec(
                secret.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElseGet(MarkSeal::random), ALGORITHM);
    }

    /** What to store under the key of a mark. */
    String seal(String markKey, String digest) {
        return digest + END_OF_DIGEST + signature(markKey, digest);
    }

    /** The digest that a stored mark holds; empty when no replica wrote it under this key. */
    Optional<String> open(String markKey, String stored) {
        int end = stored.lastIndexOf(END_OF_DIGEST);
        if (end < 0) {
            return Optional.empty();
        }
        String digest = stored.substring(0, end);
        byte[] given = stored.substring(end + 1).getBytes(StandardCharsets.UTF_8);
        byte[] expected = signature(markKey, digest).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given) ? Optional.of(digest) : Optional.empty();
    }

    private String signature(String markKey, String digest) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of()
                    .formatHex(mac.doFinal((PURPOSE + markKey + "\n" + digest).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException("every Java platform has HmacSHA256", cannotBe);
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
