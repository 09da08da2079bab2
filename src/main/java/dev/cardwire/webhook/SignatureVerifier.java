// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.time.MachineTime;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Whether UQPAY sent these bytes ({@code uqpay/webhooks.md} 2): HMAC-SHA512 in hex over the body followed by the text of
 * the timestamp header, compared in constant time with every active secret.
 */
@ApplicationScoped
class SignatureVerifier {

    private static final String ALGORITHM = "HmacSHA512";
    /** Of a timestamp; one more would no longer fit. */
    private static final int MOST_DIGITS = 18;
    /** Of a signature: two for each byte. */
    private static final int HEX_DIGITS = 128;

    /** From this value on a timestamp counts milliseconds, below it seconds. */
    private static final long FIRST_MILLISECONDS = 1_000_000_000_000L;

    private final WebhookSecrets secrets;
    private final Duration back;
    private final Duration ahead;
    private final InstantSource clock;

    SignatureVerifier(WebhookSecrets secrets, WebhookConfig config, @MachineTime InstantSource clock) {
        this.secrets = secrets;
        this.back = config.window().back();
        this.ahead = config.window().ahead();
        this.clock = clock;
    }

    /** Whether anything can be verified at all. */
    boolean isReady() {
        return !secrets.active().isEmpty();
    }

    /** Whether any body could make these right: they have their form, and the time is within the window. */
    boolean mayVerify(@Nullable String timestamp, @Nullable String signature) {
        return timestamp != null
                && signature != null
                && !timestamp.isEmpty()
                && timestamp.length() <= MOST_DIGITS
                && timestamp.chars().allMatch(letter -> letter >= '0' && letter <= '9')
                && signature.length() == HEX_DIGITS
                && signature.chars().allMatch(HexFormat::isHexDigit)
                && isFresh(Long.parseLong(timestamp));
    }

    /**
     * @param timestamp the header as it came; it is signed unchanged
     * @param signature hex of either case
     */
    boolean verifies(byte[] body, @Nullable String timestamp, @Nullable String signature) {
        if (timestamp == null || signature == null || !mayVerify(timestamp, signature)) {
            return false;
        }
        byte[] given = HexFormat.of().parseHex(signature);
        boolean matches = false;
        for (byte[] secret : secrets.active()) {
            // no early end: the time taken must not reveal which secret is the active one
            matches |= MessageDigest.isEqual(given, sign(secret, body, timestamp));
        }
        return matches;
    }

    private boolean isFresh(long stamp) {
        Instant sent = stamp >= FIRST_MILLISECONDS ? Instant.ofEpochMilli(stamp) : Instant.ofEpochSecond(stamp);
        Instant now = clock.instant();
        return !sent.isBefore(now.minus(back)) && !sent.isAfter(now.plus(ahead));
    }

    private static byte[] sign(byte[] secret, byte[] body, String timestamp) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(body);
            return mac.doFinal(timestamp.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException("every Java platform has HMAC-SHA512", cannotBe);
        }
    }
}
