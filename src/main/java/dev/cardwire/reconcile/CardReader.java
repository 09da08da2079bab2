package dev.cardwire.reconcile;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardWork;
import dev.cardwire.card.Cards;
import dev.cardwire.card.ChangeCause;
import dev.cardwire.card.ReportOutcome;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.issuing.CardReadings;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayRefused;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads one card at UQPAY and takes what it says as the truth of the moment the read was sent, unless a signal came
 * meanwhile; then it reads again, a few times. A card that is not known here is adopted.
 */
@ApplicationScoped
class CardReader {

    private final CardDirectory directory;
    private final Uqpay uqpay;
    private final Cards cards;
    private final int rounds;

    CardReader(CardDirectory directory, Uqpay uqpay, Cards cards, ReconcileConfig config) {
        this.directory = directory;
        this.uqpay = uqpay;
        this.cards = cards;
        this.rounds = config.reads().rounds();
    }

    /** Empty when UQPAY does not know the card. */
    Uni<Optional<ReportOutcome>> read(UUID cardId) {
        return round(cardId, ChangeCause.RECONCILIATION, 1);
    }

    private Uni<Optional<ReportOutcome>> round(UUID cardId, ChangeCause cause, int round) {
        // The counter first: a signal that comes after this look makes the read's answer count for nothing.
        return directory
                .signalsSeen(cardId)
                .flatMap(seen -> uqpay.card(cardId, CallPurpose.READ)
                        .flatMap(card -> cards.take(
                                List.of(CardReadings.report(card, cause, seen.orElse(null))), CardWork.NOTHING_ELSE))
                        .map(outcomes -> outcomes.stream().findFirst()))
                .onFailure(CardReader::isMissing)
                .recoverWithItem(Optional.empty())
                .flatMap(outcome -> outcome.filter(ReportOutcome::readWanted).isPresent() && round < rounds
                        ? round(cardId, cause, round + 1)
                        : Uni.createFrom().item(outcome));
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof UqpayRefused;
    }
}
