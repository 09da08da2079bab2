// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.lifecycle.CardState;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.lifecycle.EventTime;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The times that order what is reported of a card, since reports come late, twice and in any order. */
@Embeddable
class CardTimes {

    /** The five retries of an event end after eight minutes ({@code uqpay/webhooks.md} 1). */
    private static final Duration REPEATED_FOR = Duration.ofMinutes(10);

    /** Clocks differ by minutes; hours are another time zone. */
    private static final Duration FARTHEST_AHEAD = Duration.ofHours(1);

    private long signalsSeen;

    @Nullable private BigDecimal statusAsOf;

    @Nullable private BigDecimal readAsOf;

    @Nullable private BigDecimal factsAsOf;

    @Nullable private Instant toldAt;

    @Nullable private Instant readWantedAt;

    private int misses;

    @Nullable private BigDecimal missedAsOf;

    CardState state(@Nullable CardStatus status) {
        return new CardState(status, time(statusAsOf), time(readAsOf), signalsSeen, misses, time(missedAsOf));
    }

    /** Remembers that a signal with a status came, and when UQPAY says it was; both guard later reads and events. */
    void sawSignal(@Nullable EventTime at) {
        signalsSeen++;
        wasFound();
        statusAsOf = later(statusAsOf, at);
    }

    /**
     * Remembers a read that counts: nothing that was reported before is open any more. Of two events the one that calls itself
     * newer wins, whatever it calls itself; a read knows UQPAY's clock, and takes back a time that had not come.
     */
    void sawRead(EventTime at) {
        EventTime farthest = at.plus(FARTHEST_AHEAD);
        readAsOf = later(readAsOf, at);
        statusAsOf = later(passed(statusAsOf, farthest), at);
        factsAsOf = passed(factsAsOf, farthest);
        toldAt = null;
        readWantedAt = null;
        wasFound();
    }

    /** UQPAY spoke of the card, and so knows it. */
    void wasFound() {
        misses = 0;
        missedAsOf = null;
    }

    /** UQPAY did not know the card; the read that confirms it is wanted until the card is shown so. */
    void wasMissed(EventTime at, boolean shown, Instant now) {
        if (state(null).isCountedMiss(at)) {
            misses++;
            missedAsOf = at.epochSeconds();
        }
        readWantedAt = shown ? null : readWantedAt == null ? now : readWantedAt;
    }

    /** A read is needed; kept with the card, because the replica that wants it may die before it gets it. */
    void wantRead(Instant now) {
        readWantedAt = readWantedAt == null ? now : readWantedAt;
    }

    boolean readWanted() {
        return readWantedAt != null;
    }

    /** UQPAY's time of the newest dated facts. */
    @Nullable EventTime factsAsOf() {
        return time(factsAsOf);
    }

    /** Whether a time calls itself newer than anything can be: what it pushes aside may be the truth. */
    static boolean isAhead(@Nullable EventTime time, Instant now) {
        return time != null && time.compareTo(EventTime.of(now).plus(FARTHEST_AHEAD)) > 0;
    }

    /**
     * Remembers when facts were reported.
     *
     * @param asOf UQPAY's time of them; null when it said none
     * @return whether others came so close that nothing says which are newer: UQPAY repeats an event for eight minutes
     */
    boolean toldFacts(@Nullable EventTime asOf, Instant now) {
        Instant repeated = now.minus(REPEATED_FOR);
        EventTime newest = factsAsOf();
        boolean amongUndated = toldAt != null && toldAt.isAfter(repeated);
        if (asOf == null) {
            toldAt = now;
            return amongUndated || (newest != null && newest.compareTo(EventTime.of(repeated)) > 0);
        }
        factsAsOf = later(factsAsOf, asOf);
        return amongUndated || (newest != null && asOf.compareTo(newest) == 0);
    }

    private static @Nullable BigDecimal passed(@Nullable BigDecimal time, EventTime farthest) {
        return time != null && time.compareTo(farthest.epochSeconds()) > 0 ? null : time;
    }

    private static @Nullable EventTime time(@Nullable BigDecimal seconds) {
        return seconds == null ? null : new EventTime(seconds);
    }

    private static @Nullable BigDecimal later(@Nullable BigDecimal known, @Nullable EventTime told) {
        EventTime later = EventTime.later(time(known), told);
        return later == null ? null : later.epochSeconds();
    }
}
