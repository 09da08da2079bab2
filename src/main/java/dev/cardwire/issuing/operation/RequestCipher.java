// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.build.LocalBuild;
import dev.cardwire.build.SecretStrength;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.interceptor.Interceptor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM over request bytes that wait for a recovery; a copy of the database alone tells nothing of them. */
@Startup(Interceptor.Priority.LIBRARY_BEFORE) // refused before anything runs
@ApplicationScoped
class RequestCipher {

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** How the keys begin that everybody can read in the local build's configuration. */
    private static final byte[] WELL_KNOWN = "local-development-".getBytes(StandardCharsets.US_ASCII);

    private final List<SecretKeySpec> keys = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();

    /** The first key seals, every one opens: so that a key is changed while operations wait. */
    RequestCipher(IssuingConfig config, LocalBuild build) {
        keys.add(key("CARDWIRE_ISSUING_REQUEST_KEY", config.requestKey().orElse("")));
        config.previousRequestKeys()
                .orElse(List.of())
                .forEach(old -> keys.add(key("CARDWIRE_ISSUING_PREVIOUS_REQUEST_KEYS", old)));
        if (!build.isOne() && isWellKnown(keys.get(0))) {
            throw new ConfigurationException(
                    "CARDWIRE_ISSUING_REQUEST_KEY is the well-known development key: replace it.");
        }
        if (!build.isOne() && SecretStrength.isWeak(keys.get(0).getEncoded())) {
            throw new ConfigurationException(
                    "CARDWIRE_ISSUING_REQUEST_KEY is one repeated byte: replace it with 32 random bytes.");
        }
    }

    private static boolean isWellKnown(SecretKeySpec key) {
        return Arrays.equals(WELL_KNOWN, Arrays.copyOf(key.getEncoded(), WELL_KNOWN.length));
    }

    byte[] seal(byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce).doFinal(plain);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, cannotBe);
        }
    }

    /** Empty when it was sealed with none of the keys, or is not what was sealed. */
    Optional<byte[]> open(byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        for (SecretKeySpec key : keys) {
            try {
                return Optional.of(cipher(Cipher.DECRYPT_MODE, key, nonce)
                        .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
            } catch (GeneralSecurityException otherKey) {
                // the next one, or none
            }
        }
        return Optional.empty();
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static SecretKeySpec key(String variable, String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.trim());
            if (bytes.length == KEY_BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException notBase64) {
            // the sentence below says it; the value is not repeated
        }
        throw new ConfigurationException(variable + " must be 32 bytes in Base64.");
    }
}
