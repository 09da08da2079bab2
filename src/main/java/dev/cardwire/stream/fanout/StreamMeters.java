// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;

/** What operators see of the streams. */
@Singleton
public class StreamMeters {

    private final MeterRegistry registry;
    private final Counter delivered;
    private final Counter catchUps;
    private final Counter slowClosed;

    StreamMeters(MeterRegistry registry) {
        this.registry = registry;
        this.delivered = registry.counter("cardwire.stream.delivered");
        this.catchUps = registry.counter("cardwire.stream.catchups");
        this.slowClosed = registry.counter("cardwire.stream.slow_closed");
        for (Admission verdict : Admission.values()) {
            if (verdict != Admission.WELCOME) {
                refusals(verdict);
            }
        }
    }

    void delivered(int changes) {
        if (changes > 0) {
            delivered.increment(changes);
        }
    }

    /** A stream had to turn to the log because it did not read fast enough. */
    void caughtUp() {
        catchUps.increment();
    }

    void slowClosed() {
        slowClosed.increment();
    }

    /** A client was refused a stream. */
    public void refused(Admission reason) {
        refusals(reason).increment();
    }

    private Counter refusals(Admission reason) {
        return registry.counter(
                "cardwire.stream.refused", "reason", reason.name().toLowerCase(Locale.ROOT));
    }
}
