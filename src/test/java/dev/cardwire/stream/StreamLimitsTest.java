// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static dev.cardwire.stream.fanout.Admission.CALLER_FULL;
import static dev.cardwire.stream.fanout.Admission.ELSEWHERE;
import static dev.cardwire.stream.fanout.Admission.OVERLOADED;
import static dev.cardwire.stream.fanout.Admission.TICKET_FULL;
import static dev.cardwire.stream.fanout.Admission.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.stream.fanout.Streams;
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
}
