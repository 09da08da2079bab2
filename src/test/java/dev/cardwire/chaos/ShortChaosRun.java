// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.chaos.verdict.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short {@link ChaosRun} with a fixed seed: what finds most in the least time. Not part of the build either. */
class ShortChaosRun {

    private static final long SEED = 21;
    private static final int CALLERS = 2;
    /** Retries of events after 0.8 to 12.8 s. */
    private static final double RETRIES = 0.05;

    private static final List<Fault> FAULTS = List.of(
            Fault.KILLED,
            Fault.PAUSED,
            Fault.REDIS_EMPTIED,
            Fault.REDIS_STOPPED,
            Fault.POSTGRESQL_CRASHED,
            Fault.POSTGRESQL_FROZEN,
            Fault.COMMITS_CUT,
            Fault.UQPAY_DROPS,
            Fault.UQPAY_FAILS_AFTER_THE_WORK,
            Fault.EVENTS_LOST,
            Fault.EVENTS_CORRUPT,
            Fault.CARD_MADE_AT_UQPAY);

    @Test
    void nothingIsLostWhateverBreaks() throws Exception {
        try (Chaos chaos = new Chaos(SEED, CALLERS, RETRIES)) {
            chaos.begin();
            chaos.breaks(FAULTS);
            List<Difference> differences = chaos.judge("chaos-short");
            assertThat(differences).as("seed %d\n%s", SEED, chaos.report()).isEmpty();
        }
    }
}
