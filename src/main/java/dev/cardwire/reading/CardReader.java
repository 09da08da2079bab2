// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reading;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.Cards;
import dev.cardwire.card.ReportOutcome;
import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.lifecycle.EventTime;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayRefusedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one card at UQPAY and takes what it says as the truth of the moment the read was sent, unless a signal came
 * meanwhile; then it reads again, a few times. A card that is not known is adopted.
 */
@ApplicationScoped
public class CardReader {

    private final CardDirectory directory;
    private final Uqpay uqpay;
    private final Cards cards;
    private final InstantSource clock;
    private final int rounds;

    public CardReader(CardDirectory directory, Uqpay uqpay, Cards cards, InstantSource clock, CardReadConfig config) {
        this.directory = directory;
        this.uqpay = uqpay;
        this.cards = cards;
        this.clock = clock;
        this.rounds = config.rounds();
    }

    /** For an event. Empty when UQPAY does not know the card, which is counted. */
    public Uni<Optional<ReportOutcome>> read(UUID cardId) {
        return round(new Wish(cardId, null, CallPurpose.READ, false), 1);
    }

    /** For a person, who sees the answer: a card that UQPAY does not know is shown so at once. */
    public Uni<Optional<ReportOutcome>> readNow(UUID cardId) {
        return round(new Wish(cardId, null, CallPurpose.READ, true), 1);
    }

    /** For the sweep, out of its part of the minute's calls. */
    public Uni<Optional<ReportOutcome>> sweep(UUID cardId) {
        return round(new Wish(cardId, null, CallPurpose.SWEEP, false), 1);
    }

    /** The same by the order that made the card. Also empty when there is no such order, or it made none yet. */
    public Uni<Optional<ReportOutcome>> sweep(String orderId) {
        return uqpay.order(orderId, CallPurpose.SWEEP)
                .flatMap(order -> order.cardId() == null
                        ? Uni.createFrom().item(Optional.<ReportOutcome>empty())
                        : round(new Wish(order.cardId(), orderId, CallPurpose.SWEEP, false), 1))
                .onFailure(CardReader::isMissing)
                .recoverWithItem(Optional.empty());
    }

    /**
     * Applies what a list reported of a card, for when the card itself is not shown.
     *
     * @param signalsSeen the card's counter before the list was asked for
     */
    public Uni<Optional<ReportOutcome>> listed(UqpayCard card, @Nullable Long signalsSeen) {
        return take(new Wish(card.cardId(), null, CallPurpose.SWEEP, false), card, signalsSeen);
    }

    /** @param certain whether one answer that there is no such card is enough */
    private record Wish(UUID cardId, @Nullable String orderId, CallPurpose purpose, boolean certain) {

        CardReport report(UqpayCard card, @Nullable Long signalsSeen) {
            CardReport report = CardReadReports.report(card, ChangeCause.RECONCILIATION, signalsSeen);
            return orderId == null ? report : report.madeBy(orderId);
        }
    }

    private Uni<Optional<ReportOutcome>> round(Wish wish, int round) {
        // The counter first: a signal that comes after this read makes the read's answer count for nothing.
        return directory
                .signalsSeen(wish.cardId())
                .flatMap(seen -> {
                    EventTime asked = EventTime.of(clock.instant());
                    return uqpay.card(wish.cardId(), wish.purpose())
                            .flatMap(card -> take(wish, card, seen.orElse(null)))
                            .onFailure(CardReader::isMissing)
                            .recoverWithUni(
                                    missing -> missed(wish, asked, seen.filter(known -> isMissingCard(missing))));
                })
                .flatMap(outcome -> outcome.filter(ReportOutcome::readWanted).isPresent() && round < rounds
                        ? round(wish, round + 1)
                        : Uni.createFrom().item(outcome));
    }

    private Uni<Optional<ReportOutcome>> take(Wish wish, UqpayCard card, @Nullable Long signalsSeen) {
        return cards.take(List.of(wish.report(card, signalsSeen)))
                .map(outcomes -> outcomes.stream().findFirst());
    }

    /** A card that is not known here either is nobody's. */
    private Uni<Optional<ReportOutcome>> missed(Wish wish, EventTime asked, Optional<Long> seen) {
        return seen.map(counter -> new CardSignal.NotFound(asked, counter, wish.certain()))
                .map(signal -> cards.take(List.of(CardReadReports.missing(wish.cardId(), signal)))
                        .replaceWith(Optional.<ReportOutcome>empty()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static boolean isMissingCard(Throwable failure) {
        return failure instanceof UqpayRefusedException refused && refused.isCardNotFound();
    }

    /** Any other refusal is about the call and says nothing of the card. */
    private static boolean isMissing(Throwable failure) {
        return failure instanceof UqpayRefusedException refused && refused.isNotFound();
    }
}
