// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import dev.cardwire.card.log.LogScope;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tickets as URL-safe text: base64url of {@code version, key id, ticket id, expiry, caller, everything, cards,
 * cardholders} and an HMAC-SHA256 over all of these bytes. Ids are sixteen bytes each, so that 400 of them fit in a URL.
 * The signature is checked before a single byte of the payload is believed; only version and key id are looked at
 * earlier, to find the key, and both are signed.
 */
final class TicketCodec {

    private static final int VERSION = 1;
    private static final int MAC_BYTES = 32;
    /** 400 ids and the longest names stay well below; longer text is not worth decoding. */
    private static final int LONGEST = 12_000;

    private final TicketKeys keys;

    TicketCodec(TicketKeys keys) {
        this.keys = keys;
    }

    String sign(Ticket ticket) {
        byte[] payload = payload(ticket);
        byte[] mac = mac(payload, payload.length, keys.signingId());
        byte[] signed = Arrays.copyOf(payload, payload.length + MAC_BYTES);
        System.arraycopy(mac, 0, signed, payload.length, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** The ticket, if the text was signed by one of our keys, whatever its age; nothing is said of why not. */
    Optional<Ticket> verify(String text) {
        try {
            byte[] signed = text.length() > LONGEST
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(text);
            int length = signed.length - MAC_BYTES;
            if (length < 2 || signed[0] != VERSION) {
                return Optional.empty();
            }
            ByteBuffer payload = ByteBuffer.wrap(signed, 1, length - 1);
            String keyId = text(payload);
            if (keys.key(keyId) == null || !isSigned(signed, length, keyId)) {
                return Optional.empty();
            }
            return Optional.of(read(payload));
        } catch (IllegalArgumentException | BufferUnderflowException notOurs) {
            return Optional.empty();
        }
    }

    private boolean isSigned(byte[] signed, int length, String keyId) {
        return MessageDigest.isEqual(mac(signed, length, keyId), Arrays.copyOfRange(signed, length, signed.length));
    }

    private byte[] payload(Ticket ticket) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            text(out, keys.signingId());
            id(out, ticket.id());
            out.writeLong(ticket.expiresAt().getEpochSecond());
            text(out, ticket.caller());
            out.writeBoolean(ticket.scope().everything());
            ids(out, ticket.scope().cardIds());
            ids(out, ticket.scope().cardholderIds());
        } catch (IOException cannotBe) {
            throw new UncheckedIOException("memory does not fail to be written", cannotBe);
        }
        return bytes.toByteArray();
    }

    private static Ticket read(ByteBuffer payload) {
        UUID id = id(payload);
        Instant expiresAt = Instant.ofEpochSecond(payload.getLong());
        String caller = text(payload);
        boolean everything = payload.get() != 0;
        return new Ticket(id, caller, new LogScope(everything, ids(payload), ids(payload)), expiresAt);
    }

    private byte[] mac(byte[] bytes, int length, String keyId) {
        SecretKeySpec key = keys.key(keyId);
        if (key == null) {
            throw new IllegalArgumentException("no such key");
        }
        try {
            Mac mac = Mac.getInstance(TicketKeys.ALGORITHM);
            mac.init(key);
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException cannotBe) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", cannotBe);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[Math.min(Short.toUnsignedInt(in.getShort()), LONGEST)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void ids(DataOutputStream out, Set<UUID> ids) throws IOException {
        out.writeShort(ids.size());
        for (UUID each : ids) {
            id(out, each);
        }
    }

    private static Set<UUID> ids(ByteBuffer in) {
        int count = Short.toUnsignedInt(in.getShort());
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < count; i++) {
            ids.add(id(in));
        }
        return ids;
    }

    private static void id(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID id(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }
}
