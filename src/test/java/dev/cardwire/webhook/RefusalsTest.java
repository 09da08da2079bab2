// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final Refusals refusals = new Refusals(Duration.ofMinutes(5), () -> now);

    @Test
    void nothingButRefusalsForLongIsAnOutageUntilItIsNoted() {
        refusals.refused();
        after(Duration.ofMinutes(4)).refused();
        assertThat(refusals.isOwed()).isFalse();
        after(Duration.ofMinutes(1)).refused();
        assertThat(refusals.isOwed()).isTrue();
        assertThat(refusals.isOwed()).isTrue();
        refusals.noted();
        assertThat(refusals.isOwed()).isFalse();
    }

    @Test
    void oneThatGoesOnIsNotedAgain() {
        refusals.refused();
        after(Duration.ofMinutes(5)).refused();
        assertThat(refusals.isOwed()).isTrue();
        refusals.noted();
        after(Duration.ofMinutes(5)).refused();
        assertThat(refusals.isOwed()).isTrue();
    }

    @Test
    void isFoundAlsoWhenEventsComeInAgainBeforeAnybodyLooked() {
        refusals.refused();
        after(Duration.ofMinutes(6)).refused();
        refusals.taken();
        assertThat(refusals.isOwed()).isTrue();
    }

    @Test
    void anEventTakenInBetweenEndsIt() {
        refusals.refused();
        after(Duration.ofMinutes(3)).taken();
        after(Duration.ofMinutes(3)).refused();
        assertThat(refusals.isOwed()).isFalse();
    }

    @Test
    void quietTimeAfterARefusalIsNoOutage() {
        refusals.refused();
        after(Duration.ofHours(1));
        assertThat(refusals.isOwed()).isFalse();
        refusals.refused();
        assertThat(refusals.isOwed()).isFalse();
    }

    private Refusals after(Duration time) {
        now = now.plus(time);
        return refusals;
    }
}
