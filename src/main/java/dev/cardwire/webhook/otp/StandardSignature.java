// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.otp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what we send as the standard-webhooks specification says: HMAC-SHA256 over {@code id.timestamp.body}. */
final class StandardSignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    /** The specification asks for 24 to 64 bytes of key. */
    private static final int SHORTEST_KEY = 24;

    private final byte[] key;

    private StandardSignature(byte[] key) {
        this.key = key;
    }

    /** The signer of a secret; empty when the text is not one. */
    static Optional<StandardSignature> of(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            return key.length < SHORTEST_KEY ? Optional.empty() : Optional.of(new StandardSignature(key));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The three headers for a message. */
    Map<String, String> headers(String id, Instant now, byte[] body) {
        String timestamp = Long.toString(now.getEpochSecond());
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                "v1," + sign(id, timestamp, body));
    }

    private String sign(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", cannotBe);
        }
    }
}
