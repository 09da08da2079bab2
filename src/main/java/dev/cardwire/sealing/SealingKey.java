// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.sealing;

import dev.cardwire.build.SecretStrength;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key of AES-256-GCM. What it sealed is a random nonce, the encrypted bytes and their tag, in this order. */
public final class SealingKey {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** How the keys begin that everybody can read in the local build's configuration. */
    private static final byte[] WELL_KNOWN = "local-development-".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    // not a constant: a native image must not keep a seed
    private final SecureRandom random = new SecureRandom();

    private SealingKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The key of a setting; empty when the text is not 32 bytes in Base64. */
    public static Optional<SealingKey> read(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.trim());
            return bytes.length == KEY_BYTES ? Optional.of(new SealingKey(bytes)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Whether it is in the local build's configuration, where everybody can read it. */
    public boolean isWellKnown() {
        return Arrays.equals(WELL_KNOWN, Arrays.copyOf(bytes, WELL_KNOWN.length));
    }

    /** Whether it is one repeated byte, as placeholders are. */
    public boolean isWeak() {
        return SecretStrength.isWeak(bytes);
    }

    /** Encrypts the bytes. */
    public byte[] seal(byte[] plain) {
        return seal(plain, new byte[0]);
    }

    /**
     * Encrypts the bytes.
     *
     * @param context is authenticated with them and not stored: they open only with the same one
     */
    public byte[] seal(byte[] plain, byte[] context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException("every Java platform has AES-GCM", cannotBe);
        }
    }

    /** What {@link #seal(byte[])} encrypted; empty when another key did, or the bytes are damaged. */
    public Optional<byte[]> open(byte[] sealed) {
        return open(sealed, new byte[0]);
    }

    /** What {@link #seal(byte[], byte[])} encrypted; empty when another key or context did, or the bytes are damaged. */
    public Optional<byte[]> open(byte[] sealed, byte[] context) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, context)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (AEADBadTagException notOurs) {
            return Optional.empty();
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException("every Java platform has AES-GCM", cannotBe);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }
}
