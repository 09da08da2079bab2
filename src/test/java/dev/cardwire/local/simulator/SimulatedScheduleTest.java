// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run with a schedule of faults, and what is written down of it. */
class SimulatedScheduleTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private RunningSimulator run(String scenario) {
        try {
            Path file = Files.writeString(Files.createTempFile(folder, "scenario", ".json"), scenario);
            return new RunningSimulator(Optional.of(file), Optional.of(record()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path record() {
        return folder.resolve("run.jsonl");
    }

    private List<JsonNode> lines(String kind) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(record())) {
            JsonNode node = JSON.readTree(line);
            if (node.path("kind").asText().equals(kind)) {
                lines.add(node);
            }
        }
        return lines;
    }

    @Test
    void turnsKnobsBeforeTheCallItCounts() {
        try (RunningSimulator sim = run("""
                {"steps": [
                  {"at_call": 2, "call": "POST /v1/issuing/cards", "knobs": {"http_error_rate": 1, "http_error_status": 503}},
                  {"at_call": 3, "call": "POST /v1/issuing/cards", "knobs": {"http_error_rate": 0}}]}""")) {
            assertThat(IntStream.range(0, 4).mapToObj(i -> {
                        if (i != 1) {
                            sim.get("/issuing/products"); // counts for nothing
                        }
                        return sim.post("/issuing/cards", cardRequest(SHARE, ""))
                                .status();
                    }))
                    .containsExactly(200, 503, 200, 200);
        }
    }

    @Test
    void actsFromTheStartAndSendsEvents() {
        try (RunningSimulator sim = run("""
                {"steps": [
                  {"at_s": 0, "knobs": {"amounts": "as_documented"}},
                  {"at_s": 0.01, "event": {"event_type": "issuing.report.created"}},
                  {"at_call": 1, "call": "GET /v1/issuing/cards/*", "scenario": "rate-limited"}]}""")) {
            sim.receiver.awaitOne("issuing.report.created");
            assertThat(sim.get("/issuing/balances")
                            .json()
                            .at("/data/0/available_balance")
                            .isNumber())
                    .isTrue();
            sim.get("/issuing/cards/some-card");
            assertThat(sim.control("/behaviour")
                            .json()
                            .path("rate_limit_per_minute")
                            .asInt())
                    .isEqualTo(5);
        }
    }

    @Test
    void sameSeedThrowsTheSameDice() {
        assertThat(dice(7)).isEqualTo(dice(7)).isNotEqualTo(dice(8)).contains(200, 503);
    }

    private List<Integer> dice(int seed) {
        try (RunningSimulator sim = run(
                "{\"seed\": " + seed + ", \"steps\": [{\"at_call\": 1, \"call\": "
                        + "\"GET /v1/issuing/products\", \"knobs\": {\"http_error_rate\": 0.5, \"http_error_status\": 503}}]}")) {
            return IntStream.range(0, 40)
                    .mapToObj(i -> sim.get("/issuing/products").status())
                    .toList();
        }
    }

    @Test
    void writesTheRunDownWithoutItsSecrets() throws IOException {
        try (RunningSimulator sim = run("{\"steps\": []}")) {
            String card = sim.activeCard(SHARE, "1");
            sim.post("/issuing/cards/" + card + "/token", "");
            sim.behave("{\"issue_delay_ms\": 1}");
        }
        assertThat(lines("call")).anySatisfy(call -> {
            assertThat(call.path("path").asText()).endsWith("/v1/issuing/cards");
            assertThat(call.path("idempotency_key").asText()).isNotBlank();
            assertThat(call.at("/request/card_limit").asInt()).isEqualTo(1);
            assertThat(call.path("status").asInt()).isEqualTo(200);
            assertThat(call.at("/answer/card_status").asText()).isEqualTo("PENDING");
            assertThat(call.path("at_ms").isIntegralNumber()).isTrue();
        });
        assertThat(lines("event"))
                .anySatisfy(
                        event -> assertThat(event.path("event_type").asText()).isEqualTo("card.create.succeeded"));
        assertThat(lines("knobs")).last().satisfies(knobs -> assertThat(
                        knobs.path("issue_delay_ms").asInt())
                .isEqualTo(1));
        assertThat(Files.readString(record())).doesNotContain("pan_").doesNotContain("eyJ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"steps\": 1}",
                "{\"steps\": [{\"at_s\": 1}]}",
                "{\"steps\": [{\"knobs\": {}}]}",
                "{\"steps\": [{\"at_s\": 1, \"at_call\": 1, \"knobs\": {}}]}",
                "{\"steps\": [{\"at_s\": -1, \"knobs\": {}}]}",
                "{\"steps\": [{\"at_s\": 1, \"knobs\": {\"no_such_knob\": 1}}]}",
                "{\"steps\": [{\"at_s\": 1, \"scenario\": \"no-such-scenario\"}]}",
                "{\"steps\": [{\"at_s\": 1, \"knobs\": {}, \"every\": 2}]}",
                "{\"seed\": \"x\", \"steps\": []}",
                "not JSON",
            })
    void refusesAScheduleThatItCannotFollow(String scenario) {
        assertThatThrownBy(() -> run(scenario))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scenario");
    }
}
