// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.Cards;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.cluster.lease.Duties;
import dev.cardwire.cluster.lease.DutyLease;
import dev.cardwire.reading.CardReadReports;
import dev.cardwire.reconcile.CardPages.CardPage;
import dev.cardwire.reconcile.Imports.Place;
import dev.cardwire.start.StartOrder;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayRefusedException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * An operator adopts the cards that exist at UQPAY and are not known here, page by page in the background, by one replica
 * at a time: whichever does it next goes on where the last one was.
 */
@ApplicationScoped
class CardImport {

    private static final Logger LOG = Logger.getLogger(CardImport.class);
    private static final int PAGE = 100;
    /** How often a page is asked for that cannot be had, once in each pass; waiting for the next minute's calls does not count. */
    private static final int TRIES = 60;

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofMinutes(1);

    private final Imports imports;
    private final CardPages pages;
    private final CardDirectory directory;
    private final Cards cards;

    private volatile Runnable soon = () -> {};

    CardImport(Imports imports, CardPages pages, CardDirectory directory, Cards cards) {
        this.imports = imports;
        this.pages = pages;
        this.directory = directory;
        this.cards = cards;
    }

    void begin(@Observes @Priority(StartOrder.WORK) StartupEvent started, Duties duties, ReconcileConfig config) {
        soon = duties.begin("import", config.importsEvery(), this::pass);
    }

    /** Starts an import and returns its id at once. */
    Uni<UUID> start() {
        UUID id = UUID.randomUUID();
        return imports.start(id).replaceWith(id).invoke(() -> soon.run());
    }

    /** All imports that have not ended, each to its end or to a page that cannot be had now. */
    Uni<Void> pass(DutyLease turn) {
        return Uni.createFrom()
                .deferred(() -> turn.goesOn()
                        .flatMap(mine -> mine ? step() : Uni.createFrom().item(false)))
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** One page, from the place in PostgreSQL to the place in PostgreSQL; whether another may follow. */
    private Uni<Boolean> step() {
        return imports.next().flatMap(place -> place.map(this::page)
                .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Boolean> page(Place place) {
        Uni<CardPage> read =
                place.tries() == 0 ? pages.read(place.page(), PAGE) : pages.readWhatCanBeHad(place.page(), PAGE);
        return read.flatMap(found -> adopt(found).flatMap(adopted -> imports.advance(place, found, adopted)))
                .replaceWith(true)
                .onFailure()
                .recoverWithUni(failure -> failed(place, failure));
    }

    /** A long list needs more calls than a minute has: that is no failure. A store that is away ends the pass and counts nothing. */
    private Uni<Boolean> failed(Place place, Throwable failure) {
        if (isFullMinute(failure)) {
            return Uni.createFrom().item(false).onItem().delayIt().by(untilNext((UqpayNotSentException) failure));
        }
        boolean forGood = failure instanceof UqpayRefusedException || place.tries() + 1 >= TRIES;
        if (forGood) {
            LOG.warnf(
                    "import %s ended: %s", place.importId(), failure.getClass().getSimpleName());
        }
        return imports.failed(place, forGood).replaceWith(forGood);
    }

    private static boolean isFullMinute(Throwable failure) {
        return failure instanceof UqpayNotSentException notSent
                && switch (notSent.reason()) {
                    case BUDGET, RATE_LIMITED -> true;
                    case UNAVAILABLE, UNAUTHORIZED -> false;
                };
    }

    /** A minute at most, whatever is asked for: the imports of all replicas wait meanwhile. */
    private static Duration untilNext(UqpayNotSentException full) {
        Duration asked = full.retryAfter().orElse(LEAST);
        return asked.compareTo(LEAST) < 0 ? LEAST : asked.compareTo(MOST) > 0 ? MOST : asked;
    }

    /** Cards that become known while the page is on its way are passed over: the source that made them known knew more. */
    private Uni<Long> adopt(CardPage page) {
        List<UUID> ids = page.cards().stream().map(UqpayCard::cardId).toList();
        return directory.statuses(ids).flatMap(known -> take(page, known));
    }

    private Uni<Long> take(CardPage page, Map<UUID, CardStatus> known) {
        List<CardReport> strangers = page.cards().stream()
                .filter(card -> !known.containsKey(card.cardId()))
                .map(card -> CardReadReports.report(card, ChangeCause.OPERATOR, null))
                .toList();
        return strangers.isEmpty()
                ? Uni.createFrom().item(0L)
                : cards.take(strangers).map(outcomes -> (long) outcomes.size());
    }
}
