// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.lifecycle.EventTime;
import dev.cardwire.card.log.ChangeCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that UQPAY answered with "no such card". */
class CardMissesTest {

    private static final UUID CARD = new UUID(1, 1);
    private static final Instant NOW = Instant.parse("2026-04-10T12:00:00Z");

    private final CardReducer fold = new CardReducer(NOW, List.of());
    private long signalsSeen;

    @BeforeEach
    void cardIsActive() {
        take(new CardSignal.Provisioned(CardStatus.ACTIVE), null);
        signalsSeen = 1;
    }

    @Test
    void thirdMissMovesTheCard() {
        assertThat(miss(0)).isEqualTo(CardStatus.ACTIVE);
        assertThat(miss(10)).isEqualTo(CardStatus.ACTIVE);
        assertThat(miss(20)).isEqualTo(CardStatus.UNKNOWN);
    }

    @Test
    void missesInARowCountOnce() {
        assertThat(miss(0)).isEqualTo(CardStatus.ACTIVE);
        assertThat(miss(9)).isEqualTo(CardStatus.ACTIVE);
        assertThat(miss(18)).isEqualTo(CardStatus.ACTIVE);
        assertThat(miss(27)).isEqualTo(CardStatus.ACTIVE);
        assertThat(miss(36)).as("the third that counts").isEqualTo(CardStatus.UNKNOWN);
    }

    /** An event about the card, or a read that shows it. */
    @ParameterizedTest
    @ValueSource(strings = {"a fact", "a status", "a read"})
    void whateverUqpaySaysOfTheCardClearsTheCount(String said) {
        miss(0);
        miss(10);
        CardSignal signal =
                switch (said) {
                    case "a fact" -> new CardSignal.Noted();
                    case "a status" -> new CardSignal.StatusReported(CardStatus.FROZEN, at(15));
                    default -> new CardSignal.ReadBack(CardStatus.ACTIVE, at(15), signalsSeen);
                };
        take(signal, null);
        signalsSeen += signal instanceof CardSignal.StatusReported ? 1 : 0;
        assertThat(miss(20)).isNotEqualTo(CardStatus.UNKNOWN);
        assertThat(miss(30)).isNotEqualTo(CardStatus.UNKNOWN);
        assertThat(miss(40)).isEqualTo(CardStatus.UNKNOWN);
    }

    @Test
    void missThatASignalOvertookCountsForNothingAndIsReadAgain() {
        miss(0);
        miss(10);
        ReportOutcome overtaken = take(new CardSignal.NotFound(at(20), signalsSeen - 1, true), "NOT_FOUND");
        assertThat(overtaken.readWanted()).isTrue();
        assertThat(overtaken.card().cardStatus()).isEqualTo(CardStatus.ACTIVE);
    }

    /** Else every miss would ask for the next one at once. */
    @Test
    void missLeavesTheNextReadToTheSweep() {
        assertThat(take(new CardSignal.NotFound(at(0), signalsSeen, false), "NOT_FOUND")
                        .readWanted())
                .isFalse();
    }

    @Test
    void cancellationStays() {
        take(new CardSignal.StatusReported(CardStatus.PRE_CANCEL, at(0)), null);
        signalsSeen++;
        assertThat(take(new CardSignal.NotFound(at(5), signalsSeen, true), "NOT_FOUND")
                        .card()
                        .cardStatus())
                .isEqualTo(CardStatus.PRE_CANCEL);
    }

    private CardStatus miss(int minutes) {
        return take(new CardSignal.NotFound(at(minutes), signalsSeen, false), "NOT_FOUND")
                .card()
                .cardStatus();
    }

    private ReportOutcome take(CardSignal signal, @Nullable String raw) {
        CardReport.Source source = new CardReport.Source(ChangeCause.RECONCILIATION, null, null, null);
        return fold.take(new CardReport(
                CARD, null, signal, CardFacts.builder().status(raw).build(), source));
    }

    private static EventTime at(int minutes) {
        return EventTime.of(NOW.plus(Duration.ofMinutes(minutes)));
    }
}
