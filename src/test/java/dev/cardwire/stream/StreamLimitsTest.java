// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static dev.cardwire.stream.fanout.Admission.CALLER_FULL;
import static dev.cardwire.stream.fanout.Admission.ELSEWHERE;
import static dev.cardwire.stream.fanout.Admission.OVERLOADED;
import static dev.cardwire.stream.fanout.Admission.TICKET_FULL;
import static dev.cardwire.stream.fanout.Admission.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.stream.fanout.Admission;
import dev.cardwire.stream.fanout.Streams;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StreamLimitsTest {

    private static final UUID TICKET = new UUID(3, 3);

    private final StreamLimits limits = new StreamLimits(Streams.config(Map.of(
            "limits.streams", "4", "limits.per-caller", "3", "limits.per-ticket", "2", "limits.hard-percent", "150")));

    @Test
    void looksAtTheReplicaFirstThenAtCallerAndTicket() {
        assertThat(limits.enter("a", TICKET)).isEqualTo(WELCOME);
        assertThat(limits.enter("a", TICKET)).isEqualTo(WELCOME);
        assertThat(limits.enter("a", TICKET)).isEqualTo(TICKET_FULL);
        assertThat(limits.enter("a", null)).isEqualTo(WELCOME);
        assertThat(limits.enter("a", null)).isEqualTo(CALLER_FULL);
        assertThat(limits.enter("b", null)).isEqualTo(WELCOME);
        assertThat(limits.enter("a", TICKET)).isEqualTo(ELSEWHERE);
        assertThat(limits.enter("b", null)).isEqualTo(ELSEWHERE);
        assertThat(limits.enter("b", null)).isEqualTo(OVERLOADED);
    }

    @Test
    void givesPlacesBack() {
        limits.enter("a", TICKET);
        limits.enter("a", TICKET);
        assertThat(limits.openTickets()).containsExactly(TICKET);
        limits.leave("a", TICKET);
        assertThat(limits.enter("a", TICKET)).isEqualTo(WELCOME);
        limits.leave("a", TICKET);
        limits.leave("a", TICKET);

        assertThat(limits.open()).isZero();
        assertThat(limits.openTickets()).isEmpty();
    }

    @Test
    void sendsEverybodyElsewhereWhenItStops() {
        assertThat(limits.closeDoors()).isTrue();
        assertThat(limits.enter("a", null)).isEqualTo(ELSEWHERE);
        assertThat(limits.closeDoors()).isFalse();
    }

    /** A process at its limit of files answers no probe and is killed with all its streams. */
    @Test
    void leavesFilesForAllElse() {
        StreamLimits few = new StreamLimits(Streams.config(Map.of()), 1_024);
        int welcome = 0;
        int places = 0;
        for (Admission verdict = few.enter("a", null); verdict != OVERLOADED; verdict = few.enter("a", null)) {
            welcome += verdict == WELCOME ? 1 : 0;
            places++;
        }
        assertThat(welcome).isEqualTo(698);
        assertThat(places).isLessThanOrEqualTo(1_024 - 256);
    }

    @Test
    void knowsHowManyFilesLinuxAllows() {
        assertThat(OpenFiles.mostIn(List.of(
                        "Max processes             63492                63492                processes",
                        "Max open files            1024                 524288               files")))
                .isEqualTo(1_024);
        assertThat(OpenFiles.mostIn(
                        List.of("Max open files            unlimited            unlimited            files")))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(OpenFiles.mostIn(List.of())).isEqualTo(Long.MAX_VALUE);
    }
}
