// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.local.simulator.behaviour.Knob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/local-uqpay.md names every knob, and its schedule of faults can be followed. */
class LocalUqpayDocumentTest {
    private static String document() throws IOException {
        return Files.readString(Path.of("docs/local-uqpay.md"));
    }

    @Test
    void explainsEveryKnob() throws IOException {
        String document = document();
        assertThat(Arrays.stream(Knob.values()).map(Knob::key))
                .allSatisfy(key -> assertThat(document).contains("`" + key + "`"));
    }

    @Test
    void showsAScheduleThatStarts(@TempDir Path folder) throws IOException {
        String document = document();
        int from = document.indexOf("    {\"seed\"");
        String example = document.substring(from, document.indexOf("\n\n", from));
        Path file = Files.writeString(folder.resolve("scenario.json"), example);
        try (RunningSimulator sim = new RunningSimulator(Optional.of(file), Optional.empty())) {
            assertThat(sim.control("/behaviour")
                            .json()
                            .path("http_error_status")
                            .asInt())
                    .isEqualTo(503);
        }
    }
}
