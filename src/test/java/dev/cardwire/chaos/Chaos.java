// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.chaos.report.Report;
import dev.cardwire.chaos.verdict.Difference;
import dev.cardwire.chaos.verdict.Evidence;
import dev.cardwire.chaos.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Three replicas with everybody around them: callers that write, front-ends that watch, an operator and strangers, while
 * everything breaks, also two things at once. Then it waits until all has settled, and judges.
 */
final class Chaos implements AutoCloseable {

    /** Answers that come while something is broken, and before the next thing breaks. */
    private static final int MEANWHILE = 6;

    /** For everything to settle; more than any retry needs. */
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("cardwire.chaos.patience", 240));

    private static final List<String> ENDS = List.of("ACCEPTED", "REFUSED", "NOT_SENT");

    private final Random random;
    private final ChaosWorld world;
    private final Witness witness;
    private final Report report;
    private final List<Caller> callers = new ArrayList<>();
    private final FrontEnds frontEnds;
    private final Strangers strangers;
    private final ExecutorService writing = Executors.newCachedThreadPool();
    private final ExecutorService others = Executors.newCachedThreadPool();
    private Leftovers leftovers;

    /** @param retries factor for the 16 to 256 s after which UQPAY sends an event again */
    Chaos(long seed, int callers, double retries) throws IOException {
        random = new Random(seed);
        world = new ChaosWorld(retries, random.nextLong());
        witness = new Witness(world);
        report = new Report(seed, callers);
        for (int caller = 0; caller < callers; caller++) {
            this.callers.add(new Caller(world.url(), random.nextLong(), world.surprises));
        }
        frontEnds = new FrontEnds(world, random.nextLong(), this::cards);
        strangers = new Strangers(world, random.nextLong());
    }

    String report() {
        return report.markdown();
    }

    /** Returns when the streams are live and the first cards are there. */
    void begin() throws IOException {
        await().atMost(Duration.ofSeconds(60)).until(frontEnds::areLive);
        callers.forEach(writing::execute);
        await().atMost(Duration.ofSeconds(60)).until(() -> cards().size() > 1);
        leftovers = new Leftovers(world);
        others.execute(frontEnds);
        others.execute(world.operator);
        others.execute(strangers);
    }

    /** All of them, each once, in an order of the seed. */
    void breaks(List<Fault> faults) throws Exception {
        List<Fault> all = new ArrayList<>(faults);
        Collections.shuffle(all, random);
        for (Fault fault : all) {
            breaks(fault);
        }
    }

    /** One in four with another one in the middle of it. */
    private void breaks(Fault fault) throws Exception {
        Instant since = Instant.now();
        Fault.Repair repair = fault.strike(world, random);
        meanwhile();
        String beside = "";
        if (random.nextInt(4) == 0) {
            Fault other = random.nextBoolean() ? Fault.EVENTS_LOST : Fault.REDIS_EMPTIED;
            // what is stopped cannot be emptied
            other = fault.name().startsWith("REDIS") ? Fault.EVENTS_LOST : other;
            beside = other.name();
            Fault.Repair otherRepair = other.strike(world, random);
            meanwhile();
            otherRepair.run();
        }
        repair.run();
        report.broken(fault.name(), beside, since, Instant.now());
        meanwhile();
    }

    /** Time is counted in answers, so that a slow machine has as many of them as a fast one; where none come, in seconds. */
    private void meanwhile() {
        int enough = answers() + MEANWHILE;
        Instant end = Instant.now().plusSeconds(5);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> answers() >= enough || Instant.now().isAfter(end));
    }

    private int answers() {
        return callers.stream().mapToInt(caller -> caller.answers().size()).sum();
    }

    private List<String> cards() {
        return callers.stream().flatMap(caller -> caller.cardIds().stream()).toList();
    }

    /** Ends it, and writes the report under this name. */
    List<Difference> judge(String name) throws Exception {
        settle();
        Evidence evidence = evidence();
        List<Difference> differences = Verdict.of(evidence);
        report.judge(
                evidence,
                Map.of(
                        "changes_found_by_the_sweep",
                        witness.changesFoundBySweep(),
                        "requests_of_strangers",
                        strangers.sent()),
                differences);
        report.write(name);
        return differences;
    }

    private void settle() throws Exception {
        Instant since = Instant.now();
        callers.forEach(Caller::stop);
        frontEnds.stop();
        strangers.stop();
        writing.shutdown();
        assertThat(writing.awaitTermination(180, TimeUnit.SECONDS)).isTrue();
        isMet(PATIENCE, this::isSettled);
        report.settled(since);
        world.operator.stop();
        others.shutdown();
        assertThat(others.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Whether it was met in time. What is not met is reported by the verdict. */
    private static boolean isMet(Duration limit, Condition condition) {
        try {
            await().atMost(limit)
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(condition::holds);
            return true;
        } catch (ConditionTimeoutException unmet) {
            return false;
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** Every operation ended, every event was applied, every card is UQPAY's, every stream is at the end. */
    private boolean isSettled() {
        boolean open = witness.operations().stream()
                .anyMatch(operation -> !ENDS.contains(operation.state())
                        || List.of("PENDING", "PROCESSING").contains(String.valueOf(operation.orderStatus())));
        boolean waiting = !witness.stored().stream()
                .allMatch(event -> List.of("applied", "ignored").contains(event.outcome()));
        return !open
                && !waiting
                && witness.here().equals(witness.there())
                && Verdict.of(evidence(Evidence.Remains.NOTHING)).isEmpty();
    }

    private Evidence evidence() throws Exception {
        Evidence.Remains nothing = Evidence.Remains.NOTHING;
        Evidence settled = evidence(nothing);
        frontEnds.close();
        strangers.close();
        List<String> left = List.of();
        if (!isMet(Duration.ofSeconds(45), () -> leftovers.found().isEmpty())) {
            left = leftovers.found();
        }
        List<String> leaks = new SecretSearch(world).found();
        return settled.with(new Evidence.Remains(leaks, left, strangers.achieved(), world.surprises.all()));
    }

    private Evidence evidence(Evidence.Remains remains) {
        // tickets and streams before the log: what they heard is in it
        List<Evidence.Ticket> tickets = frontEnds.tickets();
        List<Evidence.Stream> streams = frontEnds.streams();
        return new Evidence(
                callers.stream().flatMap(caller -> caller.answers().stream()).toList(),
                streams,
                witness.log(),
                witness.here(),
                witness.there(),
                witness.operations(),
                witness.movements(),
                witness.stored(),
                witness.sent(),
                tickets,
                world.operator.decisions(),
                world.failovers,
                remains);
    }

    @Override
    public void close() throws Exception {
        writing.shutdownNow();
        others.shutdownNow();
        frontEnds.close();
        strangers.close();
        world.close();
    }
}
