package dev.cardwire.reconcile;

import dev.cardwire.card.ReportOutcome;
import dev.cardwire.uqpay.UqpayFailure;
import dev.cardwire.uqpay.UqpayNotSent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The sweep's single reads: one after the other, out of its own part of the budget, and counted when they find what no event told. */
@Startup // so that its figure is there before the first look
@ApplicationScoped
class Looks {

    private static final Logger LOG = Logger.getLogger(Looks.class);

    private final CardReader reader;
    private final Counter missed;

    Looks(CardReader reader, MeterRegistry metrics) {
        this.reader = reader;
        this.missed = metrics.counter("cardwire.webhook.missed");
    }

    /** Fails with a {@link UqpayFailure} when UQPAY did not say. */
    Uni<Void> at(UUID cardId) {
        return reader.sweep(cardId).invoke(this::count).replaceWithVoid();
    }

    Uni<Void> atOrder(String orderId) {
        return reader.sweep(orderId).invoke(this::count).replaceWithVoid();
    }

    /** Passes over what UQPAY does not say; but where it may not be asked at all, the rest need not be tried. */
    static Uni<Void> tolerant(Uni<Void> look, Object what) {
        return look.onFailure(failure -> failure instanceof UqpayFailure && !(failure instanceof UqpayNotSent))
                .recoverWithUni(failure -> {
                    LOG.warnf(
                            "%s could not be read: %s", what, failure.getClass().getSimpleName());
                    return Uni.createFrom().voidItem();
                });
    }

    private void count(Optional<ReportOutcome> outcome) {
        if (outcome.filter(ReportOutcome::moved).isPresent()) {
            missed.increment();
        }
    }
}
