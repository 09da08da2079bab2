// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.store.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts the operations whose outcome is not known, for whoever has to settle them; every replica shows the same number. */
@ApplicationScoped
class OperationCounts {

    private static final String COUNT = """
            select state, count(*) from operation where state in ('IN_DOUBT', 'UNRESOLVED') group by state""";

    private final Transactions transactions;
    private final IssuingConfig config;
    private final Map<OperationState, AtomicLong> counts = new EnumMap<>(OperationState.class);
    private @Nullable Cancellable watch;

    OperationCounts(Transactions transactions, IssuingConfig config, MeterRegistry metrics) {
        this.transactions = transactions;
        this.config = config;
        for (OperationState open : List.of(OperationState.IN_DOUBT, OperationState.UNRESOLVED)) {
            counts.put(
                    open,
                    metrics.gauge("cardwire.issuing.operations", Tags.of("state", open.name()), new AtomicLong()));
        }
    }

    void start(@Observes StartupEvent started) {
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

    /** Looks once. */
    Uni<Void> count() {
        return transactions
                .inSession(session ->
                        session.createNativeQuery(COUNT, Object[].class).getResultList())
                .invoke(this::show)
                .replaceWithVoid();
    }

    private void show(List<Object[]> rows) {
        counts.forEach((state, shown) -> shown.set(rows.stream()
                .filter(row -> state.name().equals(row[0]))
                .mapToLong(row -> ((Number) row[1]).longValue())
                .sum()));
    }
}
