// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.start.StartOrder;
import dev.cardwire.status.PartReport;
import dev.cardwire.status.StatusSource;
import dev.cardwire.store.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts the operations whose outcome is not known, for the operators who settle them; every replica shows the same number. */
@ApplicationScoped
class OperationCounts implements StatusSource {

    private static final String COUNT = """
            select state, count(*) from operation where state in ('IN_DOUBT', 'UNRESOLVED') group by state""";

    /** Counted to a bound: beyond it the exact number helps nobody. */
    private static final String OPEN = """
            select (select count(*) from (select from operation where state = 'IN_DOUBT' limit 1001) d) as doubtful,
                   (select count(*) from (select from operation where state = 'UNRESOLVED' limit 1001) u) as unresolved,
                   least((select created_at from operation where state = 'IN_DOUBT' order by created_at limit 1),
                         (select created_at from operation where state = 'UNRESOLVED' order by created_at limit 1))
                       as oldest""";

    private static final long MOST = 1_000;

    private final Transactions transactions;
    private final Pool pool;
    private final IssuingConfig config;
    private final Map<OperationState, AtomicLong> counts = new EnumMap<>(OperationState.class);
    private @Nullable Cancellable watch;

    OperationCounts(Transactions transactions, Pool pool, IssuingConfig config, MeterRegistry metrics) {
        this.transactions = transactions;
        this.pool = pool;
        this.config = config;
        for (OperationState open : List.of(OperationState.IN_DOUBT, OperationState.UNRESOLVED)) {
            counts.put(
                    open,
                    metrics.gauge("cardwire.issuing.operations", Tags.of("state", open.name()), new AtomicLong()));
        }
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started) {
        watch = Multi.createFrom()
                .ticks()
                .every(config.countEvery())
                .onOverflow()
                .drop()
                .onItem()
                // a store that is away has alerts of its own; the last number stays
                .transformToUniAndConcatenate(tick -> count().onFailure().recoverWithNull())
                .subscribe()
                .with(counted -> {});
    }

    @PreDestroy
    void stop() {
        if (watch != null) {
            watch.cancel();
        }
    }

    /** Counts once. */
    Uni<Void> count() {
        return transactions
                .inSession(session ->
                        session.createNativeQuery(COUNT, Object[].class).getResultList())
                .invoke(this::show)
                .replaceWithVoid();
    }

    @Override
    public String part() {
        return "operations";
    }

    @Override
    public Uni<PartReport> report() {
        return pool.query(OPEN).execute().map(rows -> report(rows.iterator().next()));
    }

    private static PartReport report(Row row) {
        String detail =
                number(row.getLong("doubtful")) + " in doubt, " + number(row.getLong("unresolved")) + " unresolved";
        OffsetDateTime oldest = row.getOffsetDateTime("oldest");
        return oldest == null
                ? PartReport.ok(detail)
                : PartReport.degraded(detail).since(oldest.toInstant());
    }

    private static String number(long counted) {
        return counted > MOST ? "more than " + MOST : Long.toString(counted);
    }

    private void show(List<Object[]> rows) {
        counts.forEach((state, shown) -> shown.set(rows.stream()
                .filter(row -> state.name().equals(row[0]))
                .mapToLong(row -> ((Number) row[1]).longValue())
                .sum()));
    }
}
