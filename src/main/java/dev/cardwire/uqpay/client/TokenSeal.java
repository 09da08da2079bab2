// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.sealing.SealingKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Encrypts the token for its row and its copy, bound to the generation so that an old one cannot be passed off as new. */
@ApplicationScoped
class TokenSeal {

    private final List<SealingKey> keys;

    TokenSeal(UqpayAccount account) {
        this.keys = account.tokenKeys();
    }

    byte[] seal(Token token) {
        byte[] value = token.value().getBytes(StandardCharsets.UTF_8);
        byte[] plain = ByteBuffer.allocate(2 * Long.BYTES + value.length)
                .putLong(token.issuedAt().toEpochMilli())
                .putLong(token.expiresAt().toEpochMilli())
                .put(value)
                .array();
        return keys.get(0).seal(plain, context(token.generation()));
    }

    /** The token, or empty when it was sealed with none of the keys, for another generation, or is damaged. */
    Optional<Token> open(long generation, byte[] sealed) {
        try {
            return keys.stream()
                    .flatMap(key -> key.open(sealed, context(generation)).stream())
                    .findFirst()
                    .map(ByteBuffer::wrap)
                    .map(plain -> token(generation, plain));
        } catch (BufferUnderflowException notOurs) {
            return Optional.empty();
        }
    }

    private static Token token(long generation, ByteBuffer plain) {
        Instant issuedAt = Instant.ofEpochMilli(plain.getLong());
        Instant expiresAt = Instant.ofEpochMilli(plain.getLong());
        String value = StandardCharsets.UTF_8.decode(plain).toString();
        return new Token(generation, value, issuedAt, expiresAt);
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

    private static byte[] context(long generation) {
        return ByteBuffer.allocate(Long.BYTES).putLong(generation).array();
    }
}
