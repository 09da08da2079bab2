// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.card.Cards;
import dev.cardwire.cluster.SeenMarks;
import dev.cardwire.start.StartOrder;
import dev.cardwire.webhook.event.Outcome;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Takes events in batches, as {@link BatchQueue} makes them.
 * A batch that fails because of data is halved down to the event at fault; any other failure is nobody's fault and ends
 * in 503 for all of it, so that UQPAY sends again.
 */
@Startup(StartOrder.FOUNDATIONS) // so that its figures are there before the first event
@ApplicationScoped
class WebhookBatches {

    private final Cards cards;
    private final Inbox inbox;
    private final FailedEvents failed;
    private final SeenMarks marks;
    private final WebhookConfig.Batch config;
    private final MeterRegistry metrics;
    private final DistributionSummary sizes;
    private final Timer times;

    private final BatchQueue<Waiting> queue;

    private record Waiting(Delivery delivery, UniEmitter<? super Outcome> caller) {}

    WebhookBatches(
            Cards cards,
            Inbox inbox,
            FailedEvents failed,
            SeenMarks marks,
            WebhookConfig config,
            MeterRegistry metrics) {
        this.cards = cards;
        this.inbox = inbox;
        this.failed = failed;
        this.marks = marks;
        this.config = config.batch();
        this.queue = new BatchQueue<>(config.batch());
        this.metrics = metrics;
        this.sizes = metrics.summary("cardwire.webhook.batch.size");
        this.times = metrics.timer("cardwire.webhook.batch.time");
        metrics.gauge("cardwire.webhook.queue", queue, BatchQueue::size);
    }

    /**
     * Takes one event in.
     *
     * @return what became of it, after the commit; fails with {@link QueueFull} when too many wait
     */
    Uni<Outcome> take(Delivery delivery) {
        return Uni.createFrom().emitter(caller -> {
            if (queue.add(new Waiting(delivery, caller))) {
                startNext();
            } else {
                caller.fail(new QueueFull());
            }
        });
    }

    /** Too many events wait already. */
    static final class QueueFull extends RuntimeException {
        private static final long serialVersionUID = 1L;

        QueueFull() {
            super("the webhook queue is full", null, false, false);
        }
    }

    private void startNext() {
        List<Waiting> batch = queue.next();
        if (batch.isEmpty()) {
            return;
        }
        sizes.record(batch.size());
        Timer.Sample since = Timer.start(metrics);
        // deferred: what throws before the first stage must free the place of this batch like any other failure
        Uni.createFrom().deferred(() -> run(batch)).subscribe().with(done -> finished(batch.size(), since), failure -> {
            batch.forEach(waiting -> waiting.caller().fail(failure));
            if (isSilence(failure)) {
                // those behind it have waited as long, and UQPAY has hung up on them
                queue.abandon().forEach(waiting -> waiting.caller().fail(failure));
            }
            finished(batch.size(), since);
        });
    }

    private static boolean isSilence(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException;
    }

    private void finished(int events, Timer.Sample since) {
        since.stop(times);
        queue.done(events);
        startNext();
    }

    private Uni<Void> run(List<Waiting> batch) {
        return attempt(batch).onFailure(DataFaults::isOne).recoverWithUni(fault -> isolate(batch));
    }

    /** One transaction for the batch; its callers are answered after the commit, in any case before the deadline. */
    private Uni<Void> attempt(List<Waiting> batch) {
        Map<UUID, Delivery> firsts = new LinkedHashMap<>();
        batch.forEach(waiting -> firsts.putIfAbsent(waiting.delivery().eventId(), waiting.delivery()));
        BatchWork work = new BatchWork(inbox, List.copyOf(firsts.values()));
        return cards.take(work.reports(), work)
                .ifNoItem()
                .after(config.deadline())
                .fail()
                .invoke(done -> answer(batch, work))
                .replaceWithVoid();
    }

    private Uni<Void> isolate(List<Waiting> batch) {
        long events = batch.stream()
                .map(waiting -> waiting.delivery().eventId())
                .distinct()
                .count();
        if (events > 1) {
            List<Waiting> firstHalf = new ArrayList<>();
            List<Waiting> secondHalf = new ArrayList<>();
            split(batch, events / 2, firstHalf, secondHalf);
            return run(firstHalf).flatMap(done -> run(secondHalf));
        }
        // alone and once more: a failure that was not the event's own does not come twice
        return attempt(batch).onFailure(DataFaults::isOne).recoverWithUni(fault -> fail(batch, fault));
    }

    @SuppressWarnings("ReferenceEquality") // copies may well be equal
    private Uni<Void> fail(List<Waiting> batch, Throwable fault) {
        Delivery first = batch.get(0).delivery();
        return failed.keep(first, DataFaults.reasonOf(fault))
                .invoke(kept -> batch.forEach(waiting -> {
                    Delivery copy = waiting.delivery();
                    waiting.caller().complete(copy == first ? kept : copy.comparedTo(first.digest()));
                }))
                .replaceWithVoid();
    }

    /** In order of arrival, all copies of an event on the same side. */
    private static void split(List<Waiting> batch, long half, List<Waiting> first, List<Waiting> second) {
        Map<UUID, Boolean> sides = new HashMap<>();
        for (Waiting waiting : batch) {
            boolean isLeft = sides.size() < half;
            boolean left = sides.computeIfAbsent(waiting.delivery().eventId(), id -> isLeft);
            (left ? first : second).add(waiting);
        }
    }

    private void answer(List<Waiting> batch, BatchWork work) {
        Map<UUID, String> digests = new HashMap<>();
        for (Waiting waiting : batch) {
            Outcome outcome = work.outcomeOf(waiting.delivery());
            if (outcome != Outcome.CONFLICT) {
                digests.put(waiting.delivery().eventId(), waiting.delivery().digest());
            }
            waiting.caller().complete(outcome);
        }
        marks.mark(digests);
    }
}
