// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.log.LogScope;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TicketTest {

    private static final UUID ONE = UUID.fromString("25ea804d-7fd5-43d5-8792-0fc0214cdb2f");
    private static final UUID OTHER = UUID.fromString("467e993f-317a-49fc-9ea0-bf49de7d1f76");

    @Test
    void ticketsForTheSameCardsHaveTheSameCoverage() {
        String coverage = coverage("shop", new LogScope(false, ordered(ONE, OTHER), Set.of()));
        assertThat(coverage("desk", new LogScope(false, ordered(OTHER, ONE), Set.of())))
                .isEqualTo(coverage)
                .matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void ticketsForOtherCardsHaveAnotherCoverage() {
        assertThat(List.of(
                        coverage("shop", new LogScope(true, Set.of(), Set.of())),
                        coverage("shop", new LogScope(false, Set.of(ONE), Set.of())),
                        coverage("shop", new LogScope(false, Set.of(), Set.of(ONE))),
                        coverage("shop", new LogScope(false, Set.of(ONE), Set.of(OTHER))),
                        coverage("shop", new LogScope(false, ordered(ONE, OTHER), Set.of()))))
                .doesNotHaveDuplicates();
    }

    private static String coverage(String caller, LogScope scope) {
        return new Ticket(UUID.randomUUID(), caller, scope, Instant.EPOCH).coverage();
    }

    private static Set<UUID> ordered(UUID first, UUID second) {
        return new LinkedHashSet<>(List.of(first, second));
    }
}
