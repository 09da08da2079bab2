// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.status;

import dev.cardwire.cluster.async.SingleFlight;
import dev.cardwire.start.StartOrder;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks all parts at once and answers in time, whichever of them is silent. The parts are also asked while no operator asks, so
 * that an operator who comes late still learns since when something has been wrong.
 */
@Singleton
class StatusBoard {

    /** A part that is silent is not asked again by every operator; after this its report is given up. */
    private static final int GIVE_UP = 4;

    private final List<StatusSource> sources;
    private final StatusConfig config;
    private final InstantSource clock;
    private final SingleFlight<String, PartReport> reports = new SingleFlight<>();
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private @Nullable Cancellable watch;

    private record Seen(PartState state, Instant since) {}

    @Inject
    StatusBoard(@All List<StatusSource> sources, StatusConfig config, InstantSource clock) {
        this.sources = sources.stream()
                .sorted(Comparator.comparing(StatusSource::part))
                .toList();
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started) {
        watch = Multi.createFrom()
                .ticks()
                .every(config.every())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> parts())
                .subscribe()
                .with(asked -> {});
    }

    @PreDestroy
    void stop() {
        if (watch != null) {
            watch.cancel();
        }
    }

    /** Every part; never fails, and takes no longer than a part may. */
    Uni<List<PartStatus>> parts() {
        return Uni.join().all(sources.stream().map(this::part).toList()).andFailFast();
    }

    private Uni<PartStatus> part(StatusSource source) {
        Duration within = config.within();
        return reports.join(source.part(), () -> source.report()
                        .ifNoItem()
                        .after(within.multipliedBy(GIVE_UP))
                        .fail())
                .ifNoItem()
                .after(within)
                .recoverWithItem(() -> PartReport.down("does not answer within " + within.toMillis() + " ms"))
                .onFailure()
                .recoverWithItem(failure ->
                        PartReport.down("cannot be asked: " + failure.getClass().getSimpleName()))
                .map(report -> status(source.part(), report));
    }

    private PartStatus status(String part, PartReport report) {
        Instant now = clock.instant();
        Seen last = seen.compute(
                part,
                (name, before) ->
                        before != null && before.state() == report.state() ? before : new Seen(report.state(), now));
        Instant since = report.since() == null ? last.since() : report.since();
        return new PartStatus(part, report.state(), since, report.detail());
    }
}
