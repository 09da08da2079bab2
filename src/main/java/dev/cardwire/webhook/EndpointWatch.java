// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.card.Outages;
import dev.cardwire.start.StartOrder;
import dev.cardwire.webhook.event.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Notes in PostgreSQL, again and again, that the endpoint is well on this replica. The first replica to do so after a
 * long time in which none did has found an outage: no replica ran, or none could write, so none could accept an event. It is
 * the database's clock that measures, and no event is needed for it, so a quiet night is no outage.
 */
@Singleton
class EndpointWatch implements Outages {

    private static final String WELL = """
            update webhook_watch set well_at = now(),
                outages = outages + case when $2 or well_at < now() - make_interval(secs => $1) then 1 else 0 end""";

    private static final String NOTED = "select outages from webhook_watch";

    /** Counted to a bound: beyond it the exact number helps nobody. */
    private static final String WAITING = """
            select (select count(*) from (select from webhook_event where outcome = 'parked' limit 100000) p) as parked,
                   (select count(*) from (select from webhook_event where outcome = 'failed' limit 100000) f) as failed""";

    private static final double MILLIS = 1_000.0;

    private final Pool pool;
    private final SignatureVerifier signatures;
    private final WebhookConfig.Watch config;
    private final Vertx vertx;
    private final Refusals refusals;
    private final AtomicLong parked;
    private final AtomicLong failed;
    private final AtomicBoolean looking = new AtomicBoolean();
    private long timer;

    EndpointWatch(
            Pool pool,
            SignatureVerifier signatures,
            WebhookConfig config,
            Vertx vertx,
            InstantSource clock,
            MeterRegistry metrics) {
        this.pool = pool;
        this.signatures = signatures;
        this.config = config.watch();
        this.vertx = vertx;
        this.refusals = new Refusals(this.config.outage(), clock);
        this.parked = metrics.gauge("cardwire.webhook.waiting", Tags.of("outcome", "parked"), new AtomicLong());
        this.failed = metrics.gauge("cardwire.webhook.waiting", Tags.of("outcome", "failed"), new AtomicLong());
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started) {
        timer = vertx.setPeriodic(config.every().toMillis(), tick -> look());
        look();
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    /** What an event was answered; a duplicate is known from Redis too, and says nothing about the store. */
    void answered(Outcome outcome) {
        if (outcome != Outcome.DUPLICATE) {
            refusals.taken();
        }
    }

    /** An event could not be stored. */
    void refused() {
        refusals.refused();
    }

    @Override
    public Uni<Long> noted() {
        return pool.query(NOTED).execute().map(rows -> rows.iterator().next().getLong("outages"));
    }

    /** Notes that all is well, unless nothing can be verified here; a failure to do so is what will be found later. */
    Uni<Void> note() {
        if (!signatures.isReady()) {
            return Uni.createFrom().voidItem();
        }
        boolean owed = refusals.isOwed();
        return pool.preparedQuery(WELL)
                .execute(Tuple.of(config.outage().toMillis() / MILLIS, owed))
                .invoke(done -> {
                    if (owed) {
                        refusals.noted();
                    }
                })
                .flatMap(done -> pool.query(WAITING).execute())
                .invoke(rows -> show(rows.iterator().next()))
                .replaceWithVoid();
    }

    private void show(Row waiting) {
        parked.set(waiting.getLong("parked"));
        failed.set(waiting.getLong("failed"));
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            note().onTermination().invoke(() -> looking.set(false)).subscribe().with(done -> {}, storeAway -> {});
        }
    }
}
