// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.card.ReportOutcome;
import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.reading.CardReader;
import dev.cardwire.start.StartOrder;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayNotSentException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The sweep's single reads: one after the other, out of its own part of the budget, and counted when they find what no event reported. */
@Startup(StartOrder.FOUNDATIONS) // so that its figure is there before the first read
@ApplicationScoped
class SweepReads {

    private static final Logger LOG = Logger.getLogger(SweepReads.class);

    private final CardReader reader;
    private final Counter missed;

    SweepReads(CardReader reader, MeterRegistry metrics) {
        this.reader = reader;
        this.missed = metrics.counter("cardwire.webhook.missed");
    }

    /** Empty when UQPAY does not know the card; fails with a {@link UqpayException} when UQPAY did not say. */
    Uni<Optional<ReportOutcome>> at(UUID cardId) {
        return reader.sweep(cardId).invoke(this::count);
    }

    /** What a list reported of a card that is not shown by itself; with the card's counter before the list was asked for. */
    Uni<Optional<ReportOutcome>> listed(UqpayCard card, @Nullable Long signalsSeen) {
        return reader.listed(card, signalsSeen).invoke(this::count);
    }

    /** A read that somebody needs: what it finds is no event that was missed. */
    Uni<Optional<ReportOutcome>> wanted(UUID cardId) {
        return reader.sweep(cardId);
    }

    Uni<Optional<ReportOutcome>> atOrder(String orderId) {
        return reader.sweep(orderId).invoke(this::count);
    }

    /** Whether a read left nothing to read again: a status that was read and taken, and not that the card is PENDING. */
    static boolean settled(Optional<ReportOutcome> outcome) {
        return outcome.filter(found -> found.report().signal() instanceof CardSignal.ReadBack read
                        && read.status() != CardStatus.PENDING
                        && !found.readWanted())
                .isPresent();
    }

    /** Passes over what UQPAY does not say; but where it may not be asked at all, the rest need not be tried. */
    static Uni<Optional<ReportOutcome>> tolerant(Uni<Optional<ReportOutcome>> look, Object what) {
        return look.onFailure(
                        failure -> failure instanceof UqpayException && !(failure instanceof UqpayNotSentException))
                .recoverWithUni(failure -> {
                    LOG.warnf(
                            "%s could not be read: %s", what, failure.getClass().getSimpleName());
                    return Uni.createFrom().item(Optional.empty());
                });
    }

    private void count(Optional<ReportOutcome> outcome) {
        if (outcome.filter(ReportOutcome::moved).isPresent()) {
            missed.increment();
        }
    }
}
