package dev.cardwire.reconcile;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.CardStatus;
import dev.cardwire.card.CardWork;
import dev.cardwire.card.Cards;
import dev.cardwire.card.ChangeCause;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.issuing.CardReadings;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardFilter;
import dev.cardwire.uqpay.UqpayFailure;
import dev.cardwire.uqpay.UqpayNotSent;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayRefused;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** An operator adopts the cards that exist at UQPAY and are not known here, page by page in the background. */
@ApplicationScoped
class CardImport {

    private static final Logger LOG = Logger.getLogger(CardImport.class);
    private static final int PAGE = 100;
    /** How often a page is asked for that UQPAY cannot give; waiting for the next minute's calls does not count. */
    private static final int TRIES = 10;

    private final Imports imports;
    private final Uqpay uqpay;
    private final CardDirectory directory;
    private final Cards cards;
    private final Duration pause;

    CardImport(Imports imports, Uqpay uqpay, CardDirectory directory, Cards cards, ReconcileConfig config) {
        this.imports = imports;
        this.uqpay = uqpay;
        this.directory = directory;
        this.cards = cards;
        this.pause = config.sweep().every();
    }

    /** Starts an import and returns its id at once. */
    Uni<UUID> start() {
        UUID id = UUID.randomUUID();
        return imports.start(id).replaceWith(id).invoke(this::run);
    }

    private void run(UUID id) {
        AtomicInteger number = new AtomicInteger();
        Uni.createFrom()
                .deferred(() -> page(id, number.incrementAndGet()))
                .repeat()
                .until(last -> last)
                .collect()
                .last()
                .flatMap(done -> imports.end(id, "DONE"))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("import %s ended: %s", id, failure.getClass().getSimpleName());
                    return imports.end(id, "FAILED");
                })
                .subscribe()
                .with(done -> {}, unstored -> LOG.warnf("the end of import %s could not be stored", id));
    }

    /** Whether it was the last. */
    private Uni<Boolean> page(UUID id, int number) {
        return asked(number, 1).flatMap(found -> adopt(found)
                .flatMap(adopted -> imports.advance(id, found.items().size(), adopted))
                .replaceWith(found.isLast(number)));
    }

    /** A long list needs more calls than a minute has, so the same page is asked for again when there are some. */
    private Uni<UqpayPage<UqpayCard>> asked(int number, int tries) {
        return uqpay.cards(number, PAGE, UqpayCardFilter.ALL, CallPurpose.SWEEP)
                .onFailure(failure -> isPassing(failure, tries))
                .recoverWithUni(failure -> Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(wait(failure))
                        .flatMap(waited -> asked(number, isFullMinute(failure) ? tries : tries + 1)));
    }

    private static boolean isPassing(Throwable failure, int tries) {
        return isFullMinute(failure)
                || (tries < TRIES && failure instanceof UqpayFailure && !(failure instanceof UqpayRefused));
    }

    private static boolean isFullMinute(Throwable failure) {
        return failure instanceof UqpayNotSent notSent
                && switch (notSent.reason()) {
                    case BUDGET, RATE_LIMITED -> true;
                    case UNAVAILABLE, UNAUTHORIZED -> false;
                };
    }

    private Duration wait(Throwable failure) {
        return failure instanceof UqpayNotSent notSent
                ? notSent.retryAfter()
                        .filter(asked -> asked.compareTo(pause) > 0)
                        .orElse(pause)
                : pause;
    }

    /** Cards that become known while the page is on its way are passed over: whoever made them known knew more. */
    private Uni<Long> adopt(UqpayPage<UqpayCard> page) {
        List<UUID> ids = page.items().stream().map(UqpayCard::cardId).toList();
        return directory.statuses(ids).flatMap(known -> take(page, known));
    }

    private Uni<Long> take(UqpayPage<UqpayCard> page, Map<UUID, CardStatus> known) {
        List<CardReport> strangers = page.items().stream()
                .filter(card -> !known.containsKey(card.cardId()))
                .map(card -> CardReadings.report(card, ChangeCause.OPERATOR, null))
                .toList();
        return strangers.isEmpty()
                ? Uni.createFrom().item(0L)
                : cards.take(strangers, CardWork.NOTHING_ELSE).map(outcomes -> (long) outcomes.size());
    }
}
