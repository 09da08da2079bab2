// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts the token for its row and its copy: AES-256-GCM, bound to the generation so that an old one cannot be passed off as new. */
@ApplicationScoped
class TokenSeal {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    TokenSeal(UqpayAccount account) {
        this.key = new SecretKeySpec(account.tokenKey(), "AES");
    }

    byte[] seal(Token token) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] value = token.value().getBytes(StandardCharsets.UTF_8);
        byte[] plain = ByteBuffer.allocate(2 * Long.BYTES + value.length)
                .putLong(token.issuedAt().toEpochMilli())
                .putLong(token.expiresAt().toEpochMilli())
                .put(value)
                .array();
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, token.generation(), nonce).doFinal(plain);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException("every Java platform has AES-GCM", cannotBe);
        }
    }

    /** The token, or empty when it was sealed with another key, for another generation, or is damaged. */
    Optional<Token> open(long generation, byte[] sealed) {
        try {
            ByteBuffer from = ByteBuffer.wrap(sealed);
            byte[] nonce = new byte[NONCE_BYTES];
            from.get(nonce);
            byte[] rest = new byte[from.remaining()];
            from.get(rest);
            ByteBuffer plain = ByteBuffer.wrap(
                    cipher(Cipher.DECRYPT_MODE, generation, nonce).doFinal(rest));
            Instant issuedAt = Instant.ofEpochMilli(plain.getLong());
            Instant expiresAt = Instant.ofEpochMilli(plain.getLong());
            String value = StandardCharsets.UTF_8.decode(plain).toString();
            return Optional.of(new Token(generation, value, issuedAt, expiresAt));
        } catch (AEADBadTagException | BufferUnderflowException notOurs) {
            return Optional.empty();
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException("every Java platform has AES-GCM", cannotBe);
        }
    }

    /** The sealed token as a text that names its generation. */
    String sealText(Token token) {
        return token.generation() + ":" + Base64.getEncoder().encodeToString(seal(token));
    }

    Optional<Token> openText(String text) {
        int colon = text.indexOf(':');
        try {
            return open(
                    Long.parseLong(text, 0, Math.max(colon, 0), 10),
                    Base64.getDecoder().decode(text.substring(colon + 1)));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, long generation, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(generation).array());
        return cipher;
    }
}
