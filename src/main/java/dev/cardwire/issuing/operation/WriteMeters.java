// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.start.StartOrder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** How writes at UQPAY end for their callers, and how long that takes; all series are there from the start. */
@Startup(StartOrder.FOUNDATIONS)
@Singleton
class WriteMeters {

    private static final String ACCEPTED = "accepted";
    private static final String REFUSED = "refused";
    private static final String IN_DOUBT = "in_doubt";
    private static final String NOT_SENT = "not_sent";

    private final MeterRegistry registry;
    private final Counter late;

    WriteMeters(MeterRegistry registry) {
        this.registry = registry;
        this.late = registry.counter("cardwire.issuing.late.acceptances");
        for (OperationKind kind : OperationKind.values()) {
            for (String outcome : new String[] {ACCEPTED, REFUSED, IN_DOUBT, NOT_SENT}) {
                timer(kind, outcome);
            }
        }
    }

    Timer.Sample begun() {
        return Timer.start(registry);
    }

    /** @param end null when it is certain that nothing was sent */
    void ended(OperationKind kind, Writes.@Nullable Outcome end, Timer.Sample since) {
        since.stop(timer(kind, end == null ? NOT_SENT : outcome(end)));
    }

    /** The write counted as refused or as never sent, and UQPAY did it all the same. */
    void acceptedLate() {
        late.increment();
    }

    private Timer timer(OperationKind kind, String outcome) {
        return registry.timer("cardwire.issuing.writes", "kind", kind.name(), "outcome", outcome);
    }

    private static String outcome(Writes.Outcome end) {
        if (end instanceof Writes.Outcome.Accepted) {
            return ACCEPTED;
        }
        return end instanceof Writes.Outcome.Refused ? REFUSED : IN_DOUBT;
    }
}
