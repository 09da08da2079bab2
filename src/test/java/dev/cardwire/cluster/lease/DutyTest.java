// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.SettableClock;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DutyTest {

    private static final String NAME = "duty";

    private final HeldLease lease = new HeldLease();
    private final List<UniEmitter<? super Void>> begun = new ArrayList<>();
    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final Duty duty = new Duty(
            NAME, Duration.ofSeconds(10), lease, turn -> Uni.createFrom().emitter(begun::add), clock);

    @Test
    void worksOnlyWhileTheLeaseIsIts() {
        lease.mine = false;
        duty.tick();
        assertThat(begun).isEmpty();
        lease.mine = true;
        duty.tick();
        assertThat(begun).hasSize(1);
    }

    @Test
    void isNotBegunAgainBeforeItEndedButItsLeaseIsRenewed() {
        duty.tick();
        duty.tick();
        assertThat(begun).hasSize(1);
        assertThat(lease.held).containsExactly(Duration.ofSeconds(21), Duration.ofSeconds(21));
        begun.get(0).complete(null);
        duty.tick();
        assertThat(begun).hasSize(2);
    }

    @Test
    void failureFreesItForTheNextTick() {
        duty.tick();
        begun.get(0).fail(new IllegalStateException("planned"));
        duty.tick();
        assertThat(begun).hasSize(2);
        lease.away = true;
        duty.tick();
        lease.away = false;
        begun.get(1).fail(new IllegalStateException("planned"));
        duty.tick();
        assertThat(begun).hasSize(3);
    }

    @Test
    void onlyWorkThatEndedMakesItYoung() {
        clock.pass(Duration.ofMinutes(3));
        duty.tick();
        begun.get(0).fail(new IllegalStateException("planned"));
        assertThat(duty.endedAt()).isEqualTo(Instant.EPOCH);
        duty.tick();
        begun.get(1).complete(null);
        assertThat(duty.endedAt()).isEqualTo(clock.instant());
    }

    @Test
    void givesTheLeaseBackAndBeginsNothingMoreWhenItStops() {
        duty.tick();
        duty.stop().await().indefinitely();
        assertThat(lease.released).containsExactly(NAME);
        assertThat(duty.goesOn().await().indefinitely()).isFalse();
        begun.get(0).complete(null);
        duty.tick();
        assertThat(begun).hasSize(1);
    }

    @Test
    void givesBackWhatItAskedForBeforeItStopped() {
        lease.asked = new ArrayList<>();
        duty.tick();
        duty.stop().await().indefinitely();
        lease.asked.get(0).complete(true);
        assertThat(lease.released).containsExactly(NAME, NAME);
        assertThat(begun).isEmpty();
    }

    private static final class HeldLease implements Leases {

        private final List<Duration> held = new ArrayList<>();
        private final List<String> released = new ArrayList<>();
        private @Nullable List<UniEmitter<? super Boolean>> asked;
        private boolean mine = true;
        private boolean away;

        @Override
        public Uni<Boolean> hold(String name, Duration duration) {
            held.add(duration);
            if (asked != null) {
                List<UniEmitter<? super Boolean>> open = asked;
                return Uni.createFrom().emitter(open::add);
            }
            return away
                    ? Uni.createFrom().failure(new IllegalStateException("no store"))
                    : Uni.createFrom().item(mine);
        }

        @Override
        public Uni<Void> release(String name) {
            released.add(name);
            return Uni.createFrom().voidItem();
        }
    }
}
