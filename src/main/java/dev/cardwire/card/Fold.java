package dev.cardwire.card;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes reports into cards, in the order they come, in memory; what changed is written afterwards in one go. */
final class Fold {

    private final Instant now;
    private final Map<UUID, Card> cards = new HashMap<>();
    private final Map<String, Card> byOrder = new HashMap<>();
    private final List<Card> introduced = new ArrayList<>();
    private final List<PendingChange> changes = new ArrayList<>();

    Fold(Instant now, List<Card> known) {
        this.now = now;
        known.forEach(this::remember);
    }

    ReportOutcome take(CardReport report) {
        Card card = find(report);
        if (card == null && !report.introduces()) {
            return new ReportOutcome(
                    report, ReportOutcome.Effect.PARKED, "the card is not known", true, report.cardId(), null);
        }
        if (card == null) {
            card = introduce(report);
        }
        CardState before = card.state();
        @Nullable UUID holderBefore = card.cardholderId();
        Transition transition = CardLifecycle.next(before, report.signal());
        note(card, report.signal(), transition);
        boolean changed = card.take(transition, report.facts(), now);
        if (changed) {
            changes.add(PendingChange.of(card, before.status(), holderBefore, report, now));
        }
        return outcome(report, card, transition, changed);
    }

    List<Card> introduced() {
        return introduced;
    }

    List<PendingChange> changes() {
        return changes;
    }

    private @Nullable Card find(CardReport report) {
        if (report.cardId() != null) {
            return cards.get(report.cardId());
        }
        return report.createdBy() == null ? null : byOrder.get(report.createdBy());
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
    private static void note(Card card, CardSignal signal, Transition transition) {
        if (signal instanceof CardSignal.ReadBack read) {
            if (!(transition instanceof Transition.Undecided)) {
                card.sawRead(read.at());
            }
        } else if (signal instanceof CardSignal.StatusReported reported) {
            // An undecided time must not make the read that decides look older than the event it decides about.
            card.sawSignal(transition instanceof Transition.Undecided ? null : reported.at());
        } else if (!(signal instanceof CardSignal.Noted)) {
            card.sawSignal(null);
        }
    }

    private static ReportOutcome outcome(CardReport report, Card card, Transition transition, boolean changed) {
        String reason = null;
        boolean read = false;
        if (transition instanceof Transition.Unchanged unchanged) {
            reason = unchanged.reason();
        } else if (transition instanceof Transition.Refused refused) {
            reason = refused.reason();
            read = !card.status().isFinal() && !(report.signal() instanceof CardSignal.ReadBack);
        } else if (transition instanceof Transition.Undecided undecided) {
            reason = undecided.reason();
            read = true;
        }
        ReportOutcome.Effect effect = changed ? ReportOutcome.Effect.APPLIED : ReportOutcome.Effect.IGNORED;
        return new ReportOutcome(report, effect, changed ? null : reason, read, card.cardId(), card.snapshot());
    }
}
