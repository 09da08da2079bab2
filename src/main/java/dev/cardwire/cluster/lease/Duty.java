// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.lease;

import dev.cardwire.masking.OutageLog;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** One duty of this replica. Each tick takes or renews the lease, also while the work is under way, and starts it if it is not. */
final class Duty implements DutyLease {

    private static final Logger LOG = Logger.getLogger(Duty.class);
    /** One tick may come late or fail; a second one is another replica's. */
    private static final Duration LATENESS = Duration.ofSeconds(1);
    /** A store that never answers must not keep the next tick from asking. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Duration hold;
    private final Leases leases;
    private final Function<DutyLease, Uni<Void>> work;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean working = new AtomicBoolean();
    private volatile boolean stopped;
    private final InstantSource clock;
    private final OutageLog outages;
    /** At first the start: none of this replica's own work is older. */
    private volatile Instant endedAt;

    Duty(String name, Duration every, Leases leases, Function<DutyLease, Uni<Void>> work, InstantSource clock) {
        this.clock = clock;
        this.endedAt = clock.instant();
        this.outages = OutageLog.ofConsequence(LOG, "the passes of " + name, clock);
        this.name = name;
        this.hold = every.multipliedBy(2).plus(LATENESS);
        this.leases = leases;
        this.work = work;
    }

    void tick() {
        if (asking.compareAndSet(false, true)) {
            goesOn().onTermination().invoke(() -> asking.set(false)).subscribe().with(this::asked, outages::failed);
        }
    }

    @Override
    public Uni<Boolean> goesOn() {
        return stopped
                ? Uni.createFrom().item(false)
                : leases.hold(name, hold).ifNoItem().after(PATIENCE).fail();
    }

    /** The lease goes back at once, so that no other replica waits for it to run out. */
    Uni<Void> stop() {
        stopped = true;
        return leases.release(name).onFailure().recoverWithNull();
    }

    private void asked(boolean mine) {
        if (!mine) {
            // whether it is done is another replica's to report; that it can be asked for is all there is to know here
            outages.answered();
        } else if (stopped) {
            // it was asked for before the stop, and given after it
            stop().subscribe().with(released -> {});
        } else if (working.compareAndSet(false, true)) {
            // deferred: what throws before its first stage must free the duty like any other failure
            Uni.createFrom()
                    .deferred(() -> work.apply(this))
                    .onTermination()
                    .invoke(() -> working.set(false))
                    .subscribe()
                    .with(done -> ended(), outages::failed);
        }
    }

    /** When this replica last did the whole of it. */
    Instant endedAt() {
        return endedAt;
    }

    private void ended() {
        endedAt = clock.instant();
        outages.answered();
    }
}
