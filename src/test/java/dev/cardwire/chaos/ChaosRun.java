// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.chaos.verdict.Difference;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every fault, once at least, in a seeded order: afterwards nothing is lost, doubled, leaked or left over. {@code
 * -Dcardwire.chaos.seed} repeats a run, {@code -Dcardwire.chaos.minutes} makes it longer, {@code -Dcardwire.chaos.callers}
 * heavier, and {@code -Dcardwire.chaos.faults} leaves out what is not named.
 */
class ChaosRun {

    private static final long SEED = Long.getLong("cardwire.chaos.seed", 20261201L);
    private static final int MINUTES = Integer.getInteger("cardwire.chaos.minutes", 0);
    private static final int CALLERS = Integer.getInteger("cardwire.chaos.callers", 3);
    /** Faults, with commas between them; all of them when it is empty. */
    private static final String ONLY = System.getProperty("cardwire.chaos.faults", "");
    /** Retries of events after 3.2 to 51.2 s: together longer than anything is gone. */
    private static final double RETRIES = 0.2;

    private static final List<Fault> FAULTS = Arrays.stream(Fault.values())
            .filter(fault -> ONLY.isEmpty() || List.of(ONLY.split(",")).contains(fault.name()))
            .toList();

    @Test
    void nothingIsLostWhateverBreaks() throws Exception {
        try (Chaos chaos = new Chaos(SEED, CALLERS, RETRIES)) {
            chaos.begin();
            Instant end = Instant.now().plus(Duration.ofMinutes(MINUTES));
            do {
                chaos.breaks(FAULTS);
            } while (Instant.now().isBefore(end));
            List<Difference> differences = chaos.judge("chaos-" + SEED);
            assertThat(differences).as("seed %d\n%s", SEED, chaos.report()).isEmpty();
        }
    }
}
