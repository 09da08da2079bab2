// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.chaos.verdict.Difference;
import dev.cardwire.chaos.verdict.Evidence;
import dev.cardwire.chaos.verdict.Verdict;
import dev.cardwire.testsupport.ResumingStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three replicas, callers that write and front-ends that watch, while everything around them breaks, also two things at
 * once: afterwards nothing is lost, doubled, leaked or left over. {@code -Dcardwire.chaos.seed} repeats a run, {@code
 * -Dcardwire.chaos.minutes} makes it longer, {@code -Dcardwire.chaos.callers} heavier.
 */
class ChaosRun {

    private static final long SEED = Long.getLong("cardwire.chaos.seed", 20261201L);
    private static final int MINUTES = Integer.getInteger("cardwire.chaos.minutes", 0);
    private static final int CALLERS = Integer.getInteger("cardwire.chaos.callers", 3);
    /** Answers that come while something is broken, and before the next thing breaks. */
    private static final int MEANWHILE = 6;

    private final Random random = new Random(SEED);
    private final List<Caller> callers = new ArrayList<>();
    private final List<ResumingStream> streams = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ChaosWorld world;
    private Witness witness;
    private Report report;

    @BeforeEach
    void start() throws Exception {
        world = new ChaosWorld();
        witness = new Witness(world);
        report = new Report(SEED);
        for (int caller = 0; caller < CALLERS; caller++) {
            callers.add(new Caller(world.url(), random.nextLong()));
        }
        streams.add(new ResumingStream(List.of(world.url()), ""));
        streams.add(new ResumingStream(List.of(world.url()), ""));
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        for (ResumingStream stream : streams) {
            stream.close();
        }
        world.close();
    }

    @Test
    void nothingIsLostWhateverBreaks() throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> streams.stream()
                .noneMatch(stream -> stream.events("stream.live").isEmpty()));
        callers.forEach(threads::execute);
        Instant end = Instant.now().plus(Duration.ofMinutes(MINUTES));
        do {
            for (Fault fault : shuffled()) {
                breaks(fault);
            }
        } while (Instant.now().isBefore(end));
        settle();
        List<Difference> differences = Verdict.of(evidence());
        report.write(callers, differences);
        assertThat(differences).as("seed %d", SEED).isEmpty();
    }

    private List<Fault> shuffled() {
        List<Fault> all = new ArrayList<>(Arrays.asList(Fault.values()));
        Collections.shuffle(all, random);
        return all;
    }

    /** One in four with another one in the middle of it. */
    private void breaks(Fault fault) throws Exception {
        Instant since = Instant.now();
        Fault.Repair repair = fault.strike(world, random);
        meanwhile();
        if (random.nextInt(4) == 0) {
            Fault other = random.nextBoolean() ? Fault.EVENTS_LOST : Fault.REDIS_EMPTIED;
            Fault.Repair otherRepair = other.strike(world, random);
            meanwhile();
            otherRepair.run();
        }
        repair.run();
        report.broken(fault, since);
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

    private void settle() throws Exception {
        Instant since = Instant.now();
        callers.forEach(Caller::stop);
        threads.shutdown();
        assertThat(threads.awaitTermination(180, TimeUnit.SECONDS)).isTrue();
        try {
            await().atMost(Duration.ofSeconds(240))
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(this::isSettled);
        } catch (ConditionTimeoutException unsettled) {
            // what is wrong is said by the verdict
        }
        report.settled(since);
    }

    /** Every operation ended, every event was delivered or given up, every card is UQPAY's, every stream is at the end. */
    private boolean isSettled() {
        boolean open = witness.operations().stream()
                .anyMatch(
                        operation -> !List.of("ACCEPTED", "REFUSED", "NOT_SENT").contains(operation.state())
                                || List.of("PENDING", "PROCESSING").contains(String.valueOf(operation.orderStatus())));
        boolean waiting = !witness.stored().stream()
                .allMatch(event -> List.of("applied", "ignored").contains(event.outcome()));
        return !open
                && !waiting
                && witness.here().equals(witness.there())
                && Verdict.of(evidenceOfNow()).isEmpty();
    }

    private Evidence evidence() throws Exception {
        Evidence now = evidenceOfNow();
        for (ResumingStream stream : streams) {
            stream.close();
        }
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> witness.leftovers().isEmpty());
        } catch (ConditionTimeoutException kept) {
            // so is this
        }
        return new Evidence(
                now.answers(),
                now.streams(),
                now.log(),
                now.here(),
                now.there(),
                now.operations(),
                now.movements(),
                now.stored(),
                now.sent(),
                witness.leaks(),
                witness.leftovers());
    }

    private Evidence evidenceOfNow() {
        List<Evidence.Change> log = witness.log();
        return new Evidence(
                callers.stream().flatMap(caller -> caller.answers().stream()).toList(),
                streams.stream()
                        .map(stream -> Witness.heard("stream " + streams.indexOf(stream), null, stream))
                        .toList(),
                log,
                witness.here(),
                witness.there(),
                witness.operations(),
                witness.movements(),
                witness.stored(),
                witness.sent(),
                List.of(),
                List.of());
    }
}
