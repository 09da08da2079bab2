// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class UpstreamClockTest {

    private final SettableClock clock = new SettableClock(Answers.NOON);
    private final UpstreamClock upstream = new UpstreamClock(clock);

    @Test
    void isOursBeforeAnythingIsKnown() {
        assertThat(upstream.now()).isEqualTo(clock.instant());
    }

    @Test
    void narrowsTheDifferenceWithEachAnswer() {
        Duration difference = Duration.ofMillis(-239_400);
        for (int i = 0; i < 20; i++) {
            clock.pass(Duration.ofMillis(1_230));
            answerAt(difference, Duration.ofMillis(40));
        }
        assertThat(Duration.between(upstream.now(), clock.instant().plus(difference)))
                .isBetween(Duration.ofMillis(-150), Duration.ofMillis(150));
    }

    @Test
    void beginsAnewWhenUqpaysClockJumps() {
        answerAt(Duration.ofSeconds(10), Duration.ZERO);
        answerAt(Duration.ofSeconds(-30), Duration.ZERO);
        assertThat(Duration.between(clock.instant(), upstream.now()))
                .isBetween(Duration.ofSeconds(-31), Duration.ofSeconds(-29));
    }

    private void answerAt(Duration difference, Duration travel) {
        Instant sentAt = clock.instant();
        clock.pass(travel.dividedBy(2));
        Instant date = clock.instant().plus(difference).truncatedTo(ChronoUnit.SECONDS);
        clock.pass(travel.dividedBy(2));
        upstream.learn(new Answer(200, new byte[0], date, null, sentAt));
    }
}
