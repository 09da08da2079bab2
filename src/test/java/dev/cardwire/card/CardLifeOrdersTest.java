// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.lifecycle.EventTime;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.card.log.PendingChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The events of one card's life in any order end where UQPAY's card ended, on a way that UQPAY's card went too. */
class CardLifeOrdersTest {

    private static final int LIVES = 4_000;
    private static final UUID CARD = new UUID(1, 1);
    private static final String ORDER = "order";
    private static final Instant NOW = Instant.parse("2026-04-10T12:00:00Z");
    private static final long START = NOW.getEpochSecond() - 100_000;
    /** Seconds between two changes: within one second, within the blur of a read, and well apart. */
    private static final int[] GAPS = {0, 0, 1, 2, 3, 600};

    private static final List<List<CardStatus>> STORIES = List.of(
            List.of(CardStatus.FROZEN, CardStatus.ACTIVE, CardStatus.PRE_CANCEL, CardStatus.CANCELLED),
            List.of(CardStatus.FROZEN, CardStatus.ACTIVE, CardStatus.FROZEN, CardStatus.ACTIVE),
            List.of(CardStatus.FROZEN, CardStatus.BLOCKED, CardStatus.ACTIVE, CardStatus.FROZEN),
            List.of(CardStatus.FROZEN, CardStatus.ACTIVE, CardStatus.CANCELLED),
            List.of(CardStatus.BLOCKED, CardStatus.PRE_CANCEL, CardStatus.CANCELLED),
            List.of(CardStatus.FROZEN, CardStatus.LOST, CardStatus.CANCELLED));

    @Test
    void everyOrderEndsInUqpaysStatus() {
        for (int seed = 0; seed < LIVES; seed++) {
            new Life(new Random(seed)).live("seed " + seed);
        }
    }

    @Test
    void everyPermutationOfTheWholeLifeEndsCancelled() {
        permutations(new ArrayList<>(List.of(1, 2, 3, 4, 5)), 0, order -> {
            Life life = new Life(new Random(1), STORIES.get(0), 600);
            life.live("order " + order, order);
        });
    }

    @Test
    void everyPermutationWithEveryEventTwiceEndsCancelled() {
        List<CardStatus> story = List.of(CardStatus.FROZEN, CardStatus.ACTIVE, CardStatus.CANCELLED);
        int[] lives = new int[1];
        for (int gap : Arrays.stream(GAPS).distinct().toArray()) {
            // create, freeze, unfreeze and cancel, each of them twice and nothing of the kind told by an id
            orders(new int[] {2, 2, 2, 2}, new ArrayList<>(), order -> {
                Life life = new Life(new Random(lives[0]++), story, gap);
                life.live("gap " + gap + ", order " + order, order);
            });
        }
        assertThat(lives[0]).isEqualTo(5 * 2_520);
    }

    /** Every order of so many copies of each event, each order once. */
    private static void orders(int[] left, List<Integer> taken, Consumer<List<Integer>> each) {
        if (Arrays.stream(left).sum() == 0) {
            each.accept(List.copyOf(taken));
        }
        for (int event = 0; event < left.length; event++) {
            if (left[event] > 0) {
                left[event]--;
                taken.add(event + 1);
                orders(left, taken, each);
                taken.remove(taken.size() - 1);
                left[event]++;
            }
        }
    }

    private static void permutations(List<Integer> items, int at, Consumer<List<Integer>> each) {
        if (at == items.size()) {
            each.accept(items);
        }
        for (int i = at; i < items.size(); i++) {
            Collections.swap(items, at, i);
            permutations(items, at + 1, each);
            Collections.swap(items, at, i);
        }
    }

    /** UQPAY's card, what is told of it, and what we make of that. */
    private static final class Life {

        private final Random random;
        /** What UQPAY's card was, in order: PENDING, ACTIVE, then the story. */
        private final List<CardStatus> truth = new ArrayList<>(List.of(CardStatus.PENDING, CardStatus.ACTIVE));

        private final List<Long> since = new ArrayList<>(List.of(START, START + 1));
        private final CardReducer fold = new CardReducer(NOW, List.of());
        private final List<CardReport> parked = new ArrayList<>();
        private final Deque<ReadSent> reads = new ArrayDeque<>();
        private long signalsSeen;
        private boolean known;
        private int happened = 1;
        private boolean wanted;

        private record ReadSent(CardSignal.ReadBack signal) {}

        Life(Random random) {
            this(random, STORIES.get(random.nextInt(STORIES.size())), -1);
        }

        Life(Random random, List<CardStatus> story, int gap) {
            this.random = random;
            for (CardStatus status : story) {
                truth.add(status);
                since.add(since.get(since.size() - 1) + (gap < 0 ? GAPS[random.nextInt(GAPS.length)] : gap));
            }
        }

        void live(String name) {
            List<Integer> order = new ArrayList<>();
            for (int event = 1; event < truth.size(); event++) {
                for (int copies = 1 + random.nextInt(2); copies > 0; copies--) {
                    order.add(event);
                }
            }
            Collections.shuffle(order, random);
            live(name, order);
        }

        void live(String name, List<Integer> order) {
            for (int event : order) {
                happened = Math.max(happened, event);
                if (random.nextInt(3) == 0) {
                    happened += random.nextInt(truth.size() - happened);
                }
                take(event(event));
                perhapsRead();
            }
            happened = truth.size() - 1;
            while (wanted || !reads.isEmpty()) {
                send();
                answer();
            }
            check(name);
        }

        /** A read takes its time: events may come between its sending and its answer. */
        private void perhapsRead() {
            if (wanted && random.nextBoolean()) {
                send();
            }
            if (!reads.isEmpty() && random.nextBoolean()) {
                answer();
            }
        }

        private void send() {
            if (reads.isEmpty()) {
                wanted = false;
                EventTime at = new EventTime(BigDecimal.valueOf(since.get(happened) + random.nextInt(2)));
                reads.add(new ReadSent(new CardSignal.ReadBack(truth.get(happened), at, known ? signalsSeen : null)));
            }
        }

        private void answer() {
            ReadSent read = reads.poll();
            if (read != null) {
                take(report(read.signal(), null));
            }
        }

        private void take(CardReport report) {
            ReportOutcome outcome = fold.take(report);
            wanted |= outcome.readWanted();
            if (outcome.effect() == ReportOutcome.Effect.PARKED) {
                parked.add(report);
            } else {
                known = true;
                signalsSeen += report.signal() instanceof CardSignal.ReadBack ? 0 : 1;
                List<CardReport> waiting = List.copyOf(parked);
                parked.clear();
                waiting.forEach(this::take);
            }
        }

        private CardReport event(int index) {
            if (index == 1) {
                return report(new CardSignal.Provisioned(CardStatus.ACTIVE), ORDER);
            }
            EventTime at = new EventTime(BigDecimal.valueOf(since.get(index)));
            return report(new CardSignal.StatusReported(truth.get(index), at), null);
        }

        private static CardReport report(CardSignal signal, @Nullable String createdBy) {
            CardReport.Source source = new CardReport.Source(ChangeCause.WEBHOOK, UUID.randomUUID(), null, null);
            return new CardReport(CARD, createdBy, signal, CardFacts.NONE, source);
        }

        private void check(String name) {
            List<PendingChange> announced =
                    fold.changes().stream().filter(PendingChange::statusChanged).toList();
            String seen = name + ", truth " + truth + " since " + since + ", announced "
                    + announced.stream().map(PendingChange::cardStatus).toList();
            assertThat(announced.get(announced.size() - 1).cardStatus())
                    .as(seen)
                    .isEqualTo(truth.get(truth.size() - 1).name());
            String previous = null;
            int at = 0;
            for (PendingChange change : announced) {
                assertThat(change.previousStatus()).as(seen).isEqualTo(previous);
                assertThat(change.cardStatus()).as(seen).isNotEqualTo(previous);
                at = indexFrom(at, change.cardStatus());
                assertThat(at).as("never back to an old status: " + seen).isPositive();
                previous = change.cardStatus();
            }
        }

        /** Where UQPAY's card next had the status, counted from 1; 0 for nowhere. */
        private int indexFrom(int start, String status) {
            for (int i = start; i < truth.size(); i++) {
                if (truth.get(i).name().equals(status)) {
                    return i + 1;
                }
            }
            return 0;
        }
    }
}
