// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    /** Of arrays, as many as a body of 256 KiB has room for beside an envelope. */
    private static final int MOST = 130_000;

    @ParameterizedTest
    @ValueSource(ints = {62, 63, 1_000, MOST})
    void keepsAnEventHoweverDeepItIsNested(int depth) {
        UUID id = UUID.randomUUID();
        Envelope event = Envelope.read(event(id, nested(depth))).orElseThrow();
        assertThat(event.eventId()).isEqualTo(id);
        assertThat(event.data().path("card_status").textValue()).isEqualTo("FROZEN");
    }

    /** A name in somebody's metadata must not cost the event. */
    @Test
    void keepsAnEventWithHalfASurrogatePairInAName() {
        UUID id = UUID.randomUUID();
        Envelope event = Envelope.read(event(id, "{\"a\\ud83d\":\"b\"}")).orElseThrow();
        assertThat(event.eventId()).isEqualTo(id);
        assertThat(event.data().path("card_status").textValue()).isEqualTo("FROZEN");
    }

    @Test
    void keepsAnEventWithBytesThatAreNoUtf8() {
        UUID id = UUID.randomUUID();
        byte[] body = event(id, "\"?\"");
        body[new String(body, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xEB;
        assertThat(Envelope.read(body).orElseThrow().eventId()).isEqualTo(id);
    }

    private static byte[] event(UUID id, String deep) {
        return """
            {"event_id":"%s","event_type":"card.status.update.succeeded","event_name":"ISSUING",\
            "data":{"deep":%s,"card_status":"FROZEN"}}\
            """.formatted(id, deep).getBytes(StandardCharsets.UTF_8);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
