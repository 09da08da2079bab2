// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import dev.cardwire.build.SecretStrength;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The keys that sign tickets: the first signs, all verify, so that keys can be rotated under open streams. */
final class TicketKeys {

    static final String ALGORITHM = "HmacSHA256";

    /** HMAC-SHA256 is as strong as its key only up to this many bytes. */
    private static final int SHORTEST = 32;

    private static final byte[] WELL_KNOWN = "local-development-".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})");

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String signing;

    /** Refuses to start on a key that is missing or weak; the sentence names the variable and never the value. */
    TicketKeys(List<String> entries) {
        entries.forEach(this::add);
        if (keys.isEmpty()) {
            throw new ConfigurationException(
                    "Tickets cannot be signed: set CARDWIRE_STREAM_TICKET_KEYS to id:base64 of at least 32 random"
                            + " bytes.");
        }
        this.signing = keys.keySet().iterator().next();
    }

    String signingId() {
        return signing;
    }

    /** Whether one of them is in the local build's configuration, where everybody can read it. */
    boolean holdWellKnown() {
        return keys.values().stream()
                .anyMatch(key -> Arrays.equals(WELL_KNOWN, Arrays.copyOf(key.getEncoded(), WELL_KNOWN.length)));
    }

    /** Whether one of them is no secret at all. */
    boolean holdWeak() {
        return keys.values().stream().anyMatch(key -> SecretStrength.isWeak(key.getEncoded()));
    }

    @Nullable SecretKeySpec key(String id) {
        return keys.get(id);
    }

    private void add(String entry) {
        Matcher parts = ENTRY.matcher(entry.trim());
        byte[] key = parts.matches() ? decoded(parts.group(2)) : new byte[0];
        if (key.length < SHORTEST || keys.put(parts.group(1), new SecretKeySpec(key, ALGORITHM)) != null) {
            throw new ConfigurationException("CARDWIRE_STREAM_TICKET_KEYS must be a list of id:base64, each id once,"
                    + " each key of at least 32 bytes.");
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
