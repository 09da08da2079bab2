// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.local.simulator.RunningSimulator.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process leaves behind. The first simulator is never closed before its file is read again. */
class SimulatedRestartTest {
    @TempDir
    Path folder;

    @Test
    void acknowledgedCardsAndTheirKeysOutliveTheProcess() throws IOException {
        Path file = folder.resolve("state");
        String key = UUID.randomUUID().toString();
        try (RunningSimulator first = new RunningSimulator(Optional.of(file))) {
            first.behave("{\"issue_delay_ms\":3600000}");
            Reply made = first.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":12.50"), key);
            Path left = folder.resolve("left-behind");
            Files.copy(file, left);
            Files.writeString(left, "{\"card\":{\"half", StandardOpenOption.APPEND);
            try (RunningSimulator second = new RunningSimulator(Optional.of(left))) {
                assertThat(second.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":12.50"), key)
                                .text())
                        .isEqualTo(made.text());
                assertThat(second.control("/cards").json().path("data")).hasSize(1);
                assertThat(second.statusOf(made.at("card_id"))).isEqualTo("PENDING");
            }
        }
    }

    @Test
    void anIssueInTheMiddleEndsWellAfterTheRestart() throws IOException {
        Path file = folder.resolve("state");
        try (RunningSimulator first = new RunningSimulator(Optional.of(file))) {
            first.behave("{\"issue_delay_ms\":1200000}");
            Reply made = first.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":1"));
            Path left = folder.resolve("left-behind");
            Files.copy(file, left);
            try (RunningSimulator second = new RunningSimulator(Optional.of(left))) {
                second.clock.pass(Duration.ofMinutes(21));
                second.behave("{\"time_scale\":1}");
                assertThat(second.receiver
                                .awaitOne("card.create.succeeded")
                                .data()
                                .path("card_id")
                                .asText())
                        .isEqualTo(made.at("card_id"));
                assertThat(second.statusOf(made.at("card_id"))).isEqualTo("ACTIVE");
            }
        }
    }
}
