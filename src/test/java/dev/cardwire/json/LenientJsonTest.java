// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LenientJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\\ud83d\":1}", "{\"a\\ude00\":1}", "{\"\\ud800\\ud800\":{\"b\":[]}}", "{\"a\":\"\\udfff\"}"
            })
    void readsHalvesOfSurrogatePairsAsUnknownCharacters(String body) {
        JsonNode read = LenientJson.read(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(read.toString())
                .contains("\uFFFD")
                .matches(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
        assertThat(LenientJson.read(body)).contains(read);
    }

    @Test
    void keepsWholePairsAndWhatIsWrittenOut() {
        assertThat(read("{\"\\ud83d\\ude00\":\"\uD83D\uDE00\"}").toString())
                .isEqualTo("{\"\uD83D\uDE00\":\"\uD83D\uDE00\"}");
    }

    @Test
    void readsBytesThatAreNoUtf8AsUnknownCharacters() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"name\":\"Zo".getBytes(StandardCharsets.UTF_8));
        body.write(0xEB);
        body.writeBytes("\",\"V".getBytes(StandardCharsets.UTF_8));
        body.write(0xCD);
        body.writeBytes("SA\":1.50}".getBytes(StandardCharsets.UTF_8));
        JsonNode read = LenientJson.read(body.toByteArray()).orElseThrow();
        assertThat(read.path("name").textValue()).isEqualTo("Zo\uFFFD");
        assertThat(read.path("V\uFFFDSA").asText()).isEqualTo("1.50");
    }

    @Test
    void documentThatIsOpenTooDeepIsUnreadable() {
        assertThat(LenientJson.read("[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static JsonNode read(String body) {
        Optional<JsonNode> read = LenientJson.read(body.getBytes(StandardCharsets.UTF_8));
        return read.orElseThrow();
    }

    @Test
    void readsToTheDepthOf64AndNullBelow() {
        JsonNode fits = LenientJson.read("[".repeat(64) + "1" + "]".repeat(64)).orElseThrow();
        JsonNode deeper = LenientJson.read("[".repeat(64) + "{\"a\":[]},2" + "]".repeat(64))
                .orElseThrow();
        assertThat(innermost(fits).toString()).isEqualTo("[1]");
        assertThat(innermost(deeper).toString()).isEqualTo("[null,2]");
    }

    @Test
    void refusesWhatIsNotJsonAlsoBelowThatDepth() {
        String open = "[".repeat(100);
        String close = "]".repeat(100);
        assertThat(LenientJson.read(open + "1" + close)).isPresent();
        assertThat(LenientJson.read(open + "x" + close)).isEmpty();
        assertThat(LenientJson.read(open + "{]" + close)).isEmpty();
        assertThat(LenientJson.read(open)).isEmpty();
        assertThat(LenientJson.read(open + close + close)).isEmpty();
    }

    private static JsonNode innermost(JsonNode outer) {
        JsonNode inner = outer;
        while (inner.path(0).isArray()) {
            inner = inner.path(0);
        }
        return inner;
    }
}
