// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key under which a replica calls itself before it is ready. It is made at random by each process, leaves it never, and
 * opens nothing once it is forgotten.
 */
@Singleton
public class OwnKey {

    private static final int BYTES = 32;
    private static final Caller SELF =
            new Caller("cardwire:warm-up", Set.of(Roles.ISSUER, Roles.VIEWER, Roles.OPERATOR), null);

    private final String value;
    private volatile boolean forgotten;

    OwnKey() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        this.value = HexFormat.of().formatHex(random);
    }

    /** What is sent as a bearer. */
    public String value() {
        return value;
    }

    /** Whether a caller of this name is the replica itself. */
    public static boolean isOfWarmUp(@Nullable String caller) {
        return SELF.name().equals(caller);
    }

    /** It is no key any more. */
    public void forget() {
        forgotten = true;
    }

    Optional<Caller> callerOf(String key) {
        boolean own = !forgotten
                && MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        return own ? Optional.of(SELF) : Optional.empty();
    }
}
