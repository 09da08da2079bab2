// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.lifecycle.EventTime;
import dev.cardwire.card.log.ChangeCause;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of a limit or a balance late does not bring an old one back. */
class FactsInTimeTest {

    private static final UUID CARD = new UUID(1, 1);
    private static final Instant NOW = Instant.parse("2026-04-10T12:00:00Z");
    private static final CardSignal NOTED = new CardSignal.Noted();

    private final CardReducer fold = new CardReducer(NOW, List.of());

    @BeforeEach
    void cardIsActive() {
        fold.take(report(new CardSignal.Provisioned(CardStatus.ACTIVE), facts("100", "100", null)));
    }

    /** No answer of ours follows for a card that was made elsewhere. */
    @Test
    void cardThatItsEventMakesKnownIsReadForWhatNoEventNames() {
        CardReducer other = new CardReducer(NOW, List.of());
        CardReport created = report(new CardSignal.Provisioned(CardStatus.ACTIVE), facts(null, "90", null));
        assertThat(other.take(created).readWanted()).isTrue();
        assertThat(other.take(created).readWanted()).as("once").isFalse();
    }

    @Test
    void balanceOfAnEarlierRechargeThatComesLateIsOld() {
        assertThat(balanceAfter(report(NOTED, facts(null, "120", -10)))).isEqualTo("120");
        ReportOutcome late = fold.take(report(NOTED, facts(null, "110", -20)));
        assertThat(late.effect()).isEqualTo(ReportOutcome.Effect.IGNORED);
        assertThat(balance(late)).isEqualTo("120");
    }

    @Test
    void twoBalancesOfTheSameMomentAreAReasonToLook() {
        assertThat(fold.take(report(NOTED, facts(null, "120", -10))).readWanted())
                .isFalse();
        assertThat(fold.take(report(NOTED, facts(null, "110", -10))).readWanted())
                .isTrue();
    }

    @Test
    void creationThatComesAfterAChangeFillsOnlyWhatIsEmpty() {
        CardReducer other = new CardReducer(NOW, List.of());
        other.take(report(new CardSignal.ReadBack(CardStatus.ACTIVE, at(-60), null), facts("250", null, -60)));
        ReportOutcome late =
                other.take(report(new CardSignal.Provisioned(CardStatus.ACTIVE), facts("100", "90", null)));
        assertThat(late.card().cardLimit()).isEqualTo("250");
        assertThat(late.card().availableBalance()).isEqualTo("90");
    }

    @Test
    void firstChangeOccurredWhenUqpaySaysThatItTookTheCardOn() {
        CardReducer other = new CardReducer(NOW, List.of());
        EventTime taken = EventTime.of(NOW.minusSeconds(3));
        other.take(report(new CardSignal.Accepted(taken), facts("80", null, null)));
        assertThat(other.changes()).singleElement().satisfies(change -> assertThat(change.occurredAt())
                .isEqualTo(NOW.minusSeconds(3)));
    }

    @Test
    void answerOfTheRequestFillsOnlyWhatIsEmpty() {
        ReportOutcome answer = fold.take(report(new CardSignal.Accepted(null), facts("80", null, null)));
        assertThat(answer.card().cardLimit()).isEqualTo("100");
    }

    @Test
    void readThatWasOvertakenByASignalTellsNothing() {
        fold.take(report(new CardSignal.StatusMentioned(CardStatus.ACTIVE), facts("300", null, null)));
        ReportOutcome read =
                fold.take(report(new CardSignal.ReadBack(CardStatus.ACTIVE, at(-1), 1L), facts("100", null, -1)));
        assertThat(read.readWanted()).isTrue();
        assertThat(read.card().cardLimit()).isEqualTo("300");
    }

    @Test
    void secondUpdateWithoutATimeIsTakenInAndLookedAt() {
        assertThat(fold.take(report(NOTED, facts("200", null, null))).readWanted())
                .isFalse();
        ReportOutcome second = fold.take(report(NOTED, facts("150", null, null)));
        assertThat(second.card().cardLimit()).isEqualTo("150");
        assertThat(second.readWanted()).isTrue();
    }

    @Test
    void readEndsTheDoubt() {
        fold.take(report(NOTED, facts("200", null, null)));
        ReportOutcome read = fold.take(
                report(new CardSignal.ReadBack(CardStatus.ACTIVE, at(-2_000), 1L), facts("200", null, -2_000)));
        assertThat(read.readWanted()).isFalse();
        assertThat(fold.take(report(NOTED, facts("150", null, null))).readWanted())
                .isFalse();
    }

    @Test
    void factsOfATimeThatHasNotComeYetAreLookedAtWhenOthersCome() {
        fold.take(report(NOTED, facts(null, "120", 8 * 3_600)));
        ReportOutcome aside = fold.take(report(NOTED, facts(null, "130", -10)));
        assertThat(aside.readWanted()).isTrue();
        fold.take(report(new CardSignal.ReadBack(CardStatus.ACTIVE, at(0), 1L), facts(null, "130", 0)));
        assertThat(balanceAfter(report(NOTED, facts(null, "140", 10)))).isEqualTo("140");
    }

    @Test
    void statusOfTheNewestTimeWinsAlsoWhenItHasNotComeYetUntilARead() {
        ReportOutcome blocked =
                fold.take(report(new CardSignal.StatusReported(CardStatus.BLOCKED, at(8 * 3_600)), CardFacts.NONE));
        assertThat(blocked.card().cardStatus()).isEqualTo(CardStatus.BLOCKED);
        assertThat(blocked.readWanted()).isTrue();
        ReportOutcome older =
                fold.take(report(new CardSignal.StatusReported(CardStatus.FROZEN, at(7 * 3_600)), CardFacts.NONE));
        assertThat(older.card().cardStatus()).isEqualTo(CardStatus.BLOCKED);
        assertThat(fold.take(report(new CardSignal.StatusReported(CardStatus.FROZEN, at(-10)), CardFacts.NONE))
                        .readWanted())
                .as("what is pushed aside may be the truth")
                .isTrue();
        fold.take(report(new CardSignal.ReadBack(CardStatus.ACTIVE, at(0), 4L), CardFacts.NONE));
        ReportOutcome next =
                fold.take(report(new CardSignal.StatusReported(CardStatus.FROZEN, at(10)), CardFacts.NONE));
        assertThat(next.card().cardStatus()).isEqualTo(CardStatus.FROZEN);
    }

    @Test
    void ofTwoSpellingsOfAnAmountTheLongerStays() {
        ReportOutcome longer = fold.take(report(NOTED, facts("100.00", null, -10)));
        assertThat(longer.card().cardLimit()).isEqualTo("100.00");
        assertThat(fold.take(report(NOTED, facts("100", null, -5))).effect()).isEqualTo(ReportOutcome.Effect.IGNORED);
    }

    @Test
    void readThatWasSentEarlierDoesNotOverruleALaterOne() {
        fold.take(report(new CardSignal.ReadBack(CardStatus.FROZEN, at(-10), 1L), CardFacts.NONE));
        ReportOutcome slow = fold.take(report(new CardSignal.ReadBack(CardStatus.ACTIVE, at(-20), 1L), CardFacts.NONE));
        assertThat(slow.card().cardStatus()).isEqualTo(CardStatus.FROZEN);
        assertThat(slow.readWanted()).isTrue();
    }

    @Test
    void cancellationThatLooksOldIsLookedAt() {
        fold.take(report(new CardSignal.StatusReported(CardStatus.FROZEN, at(-10)), CardFacts.NONE));
        ReportOutcome old =
                fold.take(report(new CardSignal.StatusReported(CardStatus.CANCELLED, at(-20)), CardFacts.NONE));
        assertThat(old.card().cardStatus()).isEqualTo(CardStatus.FROZEN);
        assertThat(old.readWanted()).isTrue();
    }

    @Test
    void timeWithoutAZoneOrdersNothing() {
        assertThat(EventTime.parse("2026-04-10T20:00:00")).isNull();
        assertThat(EventTime.parse("2026-04-10 20:00:00+08:00")).isEqualByComparingTo(EventTime.of(NOW));
        assertThat(EventTime.parse("2026-04-10T12:00:00.000Z")).isEqualByComparingTo(EventTime.of(NOW));
    }

    private String balanceAfter(CardReport report) {
        return balance(fold.take(report));
    }

    private static String balance(ReportOutcome outcome) {
        return outcome.card().availableBalance();
    }

    private static EventTime at(int seconds) {
        return EventTime.of(NOW.plusSeconds(seconds));
    }

    private static CardFacts facts(@Nullable String limit, @Nullable String balance, @Nullable Integer seconds) {
        return CardFacts.builder()
                .money(
                        "USD",
                        limit == null ? null : new BigDecimal(limit),
                        balance == null ? null : new BigDecimal(balance))
                .asOf(seconds == null ? null : at(seconds))
                .build();
    }

    private static CardReport report(CardSignal signal, CardFacts facts) {
        return new CardReport(
                CARD, null, signal, facts, new CardReport.Source(ChangeCause.WEBHOOK, UUID.randomUUID(), null, null));
    }
}
