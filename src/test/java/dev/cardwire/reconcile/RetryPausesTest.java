// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryPausesTest {

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final RetryPauses patience = new RetryPauses(Duration.ofSeconds(30), () -> now);

    @Test
    void pausesDoubleUpToSixHours() {
        assertThat(patience.isOver("card")).isTrue();
        int looks = 0;
        Instant end = now.plus(Duration.ofDays(10));
        for (; now.isBefore(end); now = now.plusSeconds(30)) {
            looks += patience.isOver("card") ? 1 : 0;
        }
        // 30 s, 1 min, ... about 4 h: ten looks on the first half day, then one every six hours
        assertThat(looks).isBetween(40, 50);
    }

    @Test
    void successEndsThePauseAndItsDoubling() {
        assertThat(patience.isOver("card")).isTrue();
        now = now.plusSeconds(30);
        assertThat(patience.isOver("card")).isTrue();
        patience.forget("card");
        assertThat(patience.isOver("card")).isTrue();
        now = now.plusSeconds(30);
        assertThat(patience.isOver("card")).as("the first pause again").isTrue();
    }

    @Test
    void oneDoesNotWaitForTheOther() {
        assertThat(patience.isOver("card")).isTrue();
        assertThat(patience.isOver("other")).isTrue();
        assertThat(patience.isOver("card")).isFalse();
    }

    /** UQPAY may be back at any time; a card whose status only it can tell must not wait for hours then. */
    @Test
    void answerThatDoesNotComeCostsNoLongPause() {
        for (int pass = 0; pass < 200; pass++, now = now.plusSeconds(30)) {
            if (patience.isOver("card")) {
                patience.unanswered("card");
            }
        }
        int looks = 0;
        for (int pass = 0; pass < 16; pass++, now = now.plusSeconds(30)) {
            looks += patience.isOver("card") ? 1 : 0;
        }
        assertThat(looks).as("in any eight minutes").isEqualTo(1);
    }
}
