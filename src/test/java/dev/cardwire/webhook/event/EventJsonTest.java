// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

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

    @Test
    void readsToTheDepthOf64AndNullBelow() {
        JsonNode fits = EventJson.read("[".repeat(64) + "1" + "]".repeat(64)).orElseThrow();
        JsonNode deeper =
                EventJson.read("[".repeat(64) + "{\"a\":[]},2" + "]".repeat(64)).orElseThrow();
        assertThat(innermost(fits).toString()).isEqualTo("[1]");
        assertThat(innermost(deeper).toString()).isEqualTo("[null,2]");
    }

    @Test
    void refusesWhatIsNotJsonAlsoBelowThatDepth() {
        String open = "[".repeat(100);
        String close = "]".repeat(100);
        assertThat(EventJson.read(open + "1" + close)).isPresent();
        assertThat(EventJson.read(open + "x" + close)).isEmpty();
        assertThat(EventJson.read(open + "{]" + close)).isEmpty();
        assertThat(EventJson.read(open)).isEmpty();
        assertThat(EventJson.read(open + close + close)).isEmpty();
    }

    private static JsonNode innermost(JsonNode outer) {
        JsonNode inner = outer;
        while (inner.path(0).isArray()) {
            inner = inner.path(0);
        }
        return inner;
    }

    private static byte[] event(UUID id, String deep) {
        return """
                {"event_id":"%s","event_type":"card.status.update.succeeded","event_name":"ISSUING",\
                "data":{"deep":%s,"card_status":"FROZEN"}}""".formatted(id, deep).getBytes(StandardCharsets.UTF_8);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
