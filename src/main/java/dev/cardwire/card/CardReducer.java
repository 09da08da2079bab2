// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.lifecycle.CardLifecycle;
import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.lifecycle.CardState;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.lifecycle.EventTime;
import dev.cardwire.card.lifecycle.Transition;
import dev.cardwire.card.log.PendingChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes reports into cards, in the order they come, in memory; what changed is written afterwards in one go. */
final class CardReducer {

    private final Instant now;
    private final Map<UUID, Card> cards = new HashMap<>();
    private final Map<String, Card> byOrder = new HashMap<>();
    private final List<Card> introduced = new ArrayList<>();
    private final Set<String> newOrders = new HashSet<>();
    private final List<PendingChange> changes = new ArrayList<>();

    CardReducer(Instant now, List<Card> known) {
        this.now = now;
        known.forEach(this::remember);
    }

    /**
     * Takes one report in.
     *
     * @throws ReportFault when its own content makes that impossible; the fold is then spoilt
     */
    ReportOutcome take(CardReport report) {
        try {
            return takeIn(report);
        } catch (RuntimeException fault) {
            throw new ReportException(fault);
        }
    }

    private ReportOutcome takeIn(CardReport report) {
        Card card = find(report);
        if (card == null && !report.introduces()) {
            return parked(report);
        }
        if (card == null) {
            card = introduce(report);
        }
        CardState before = card.state();
        @Nullable UUID holderBefore = card.cardholderId();
        Transition transition = CardLifecycle.next(before, report.signal());
        note(card, report.signal(), transition, now);
        @Nullable String orderBefore = card.cardOrderId();
        MergeMode trust = MergeMode.in(report, transition, card.times().factsAsOf());
        boolean ahead = report.signal() instanceof CardSignal.StatusReported reported
                && (CardTimes.isAhead(reported.at(), now) || CardTimes.isAhead(before.asOf(), now));
        boolean moves = card.move(transition, report.facts().statusRaw());
        boolean learns = card.learn(report, trust);
        if (moves || learns) {
            card.renew(now);
            changes.add(change(card, before.status(), holderBefore, report));
        }
        boolean doubtful = trust == MergeMode.WHOLE
                ? tell(card, report) && learns
                : report.facts().canAge() && CardTimes.isAhead(card.times().factsAsOf(), now);
        if (orderBefore == null && card.cardOrderId() != null) {
            newOrders.add(card.cardOrderId());
            remember(card);
        }
        boolean moved = before.status() != null && before.status() != card.status();
        // such an event names neither currency nor limit, and of a card made elsewhere no answer follows that does
        boolean isHalfKnown =
                before.status() == null && report.signal() instanceof CardSignal.Provisioned && !card.isPriced();
        boolean read = doubtful || ahead || isHalfKnown || mayHaveRaisedLimit(card, report);
        ReportOutcome outcome = outcome(report, card, transition, moves || learns, moved, read);
        if (outcome.readWanted()) {
            card.times().wantRead(now);
        }
        return outcome;
    }

    private static ReportOutcome parked(CardReport report) {
        return new ReportOutcome(
                report, ReportOutcome.Effect.PARKED, "the card is not known", true, false, report.cardId(), null);
    }

    /** Whether the reported facts need a read, because other facts came within the same minutes. */
    private boolean tell(Card card, CardReport report) {
        return !MergeMode.tellsOfTheBeginning(report.signal())
                && report.facts().canAge()
                && card.times().toldFacts(report.facts().asOf(), now)
                && !(report.signal() instanceof CardSignal.ReadBack);
    }

    /** Money moved to a SHARE card, which has none of its own: such an event does not name the limit that grew. */
    private static boolean mayHaveRaisedLimit(Card card, CardReport report) {
        boolean told =
                report.signal() instanceof CardSignal.Noted || report.signal() instanceof CardSignal.StatusMentioned;
        boolean balanceAlone =
                report.facts().availableBalance() != null && report.facts().cardLimit() == null;
        return told && balanceAlone && card.isShare();
    }

    List<Card> introduced() {
        return introduced;
    }

    /** The cards that may have reports waiting for them. */
    Set<UUID> newlyKnownIds() {
        return introduced.stream().map(Card::cardId).collect(Collectors.toSet());
    }

    /** The orders of which it is now known which card they made. */
    Set<String> newlyKnownOrders() {
        return newOrders;
    }

    List<PendingChange> changes() {
        return changes;
    }

    /** Whether the card of a report is known by now. */
    boolean knows(CardReport report) {
        return find(report) != null;
    }

    private @Nullable Card find(CardReport report) {
        if (report.cardId() != null) {
            return cards.get(report.cardId());
        }
        return report.order() == null ? null : byOrder.get(report.order());
    }

    private Card introduce(CardReport report) {
        UUID cardId = report.cardId();
        if (cardId == null) {
            throw new IllegalStateException("only a report with a card's id introduces it");
        }
        Card card = new Card(cardId, now);
        introduced.add(card);
        cards.put(cardId, card);
        if (report.createdBy() != null) {
            byOrder.put(report.createdBy(), card);
        }
        return card;
    }

    private void remember(Card card) {
        cards.put(card.cardId(), card);
        if (card.cardOrderId() != null) {
            byOrder.put(card.cardOrderId(), card);
        }
    }

    /** Signals and reads guard what comes after them, whether they moved the card or not. */
    private static void note(Card card, CardSignal signal, Transition transition, Instant now) {
        if (signal instanceof CardSignal.ReadBack read) {
            if (!(transition instanceof Transition.Undecided)) {
                card.times().sawRead(read.at());
            }
        } else if (signal instanceof CardSignal.StatusReported reported) {
            // An undecided time must not make the read that decides appear older than the event it decides about.
            card.times().sawSignal(transition instanceof Transition.Undecided ? null : reported.at());
        } else if (signal instanceof CardSignal.NotFound missing) {
            noteMiss(card, missing, transition, now);
        } else if (signal instanceof CardSignal.Noted) {
            card.times().wasFound();
        } else {
            card.times().sawSignal(null);
        }
    }

    private static void noteMiss(Card card, CardSignal.NotFound missing, Transition transition, Instant now) {
        CardStatus status = card.status();
        if (!(transition instanceof Transition.Undecided) && CardLifecycle.canVanish(status)) {
            card.times().wasMissed(missing.at(), transition instanceof Transition.Moved, now);
        }
    }

    private static ReportOutcome outcome(
            CardReport report, Card card, Transition transition, boolean changed, boolean moved, boolean doubtful) {
        String reason = "the card is already so";
        boolean read = doubtful;
        if (transition instanceof Transition.Unchanged unchanged) {
            reason = unchanged.reason();
        } else if (transition instanceof Transition.Refused refused) {
            reason = refused.reason();
            read |= !card.status().isFinal() && !(report.signal() instanceof CardSignal.ReadBack);
        } else if (transition instanceof Transition.Undecided undecided) {
            reason = undecided.reason();
            read = true;
        }
        ReportOutcome.Effect effect = changed ? ReportOutcome.Effect.APPLIED : ReportOutcome.Effect.IGNORED;
        return new ReportOutcome(report, effect, changed ? null : reason, read, moved, card.cardId(), card.snapshot());
    }

    private PendingChange change(
            Card card, @Nullable CardStatus before, @Nullable UUID holderBefore, CardReport report) {
        boolean statusChanged = before != card.status();
        return new PendingChange(
                changes.size() + 1,
                card.cardId(),
                card.version(),
                card.status().name(),
                before == null ? null : before.name(),
                statusChanged,
                holderBefore == null && card.cardholderId() != null && before != null,
                card.cardOrderId(),
                card.cardholderId(),
                report.source().cause().name(),
                report.source().eventId(),
                report.source().operationId(),
                statusChanged ? timeOf(report.signal()) : now);
    }

    private Instant timeOf(CardSignal signal) {
        EventTime at = null;
        if (signal instanceof CardSignal.StatusReported reported) {
            at = reported.at();
        } else if (signal instanceof CardSignal.Accepted accepted) {
            at = accepted.at();
        }
        return at == null ? now : at.toInstant();
    }
}
