// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Sender;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.World;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two replicas at the same cards at the same moment, one of them held between two of its steps. */
class ReplicaRacesIT {

    /**
     * How long an answer is waited for. The replicas' own promise is 6 s after another one vanished; what it rests on are
     * time-outs in PostgreSQL, so this is no measurement: without them the answer would not come at all.
     */
    private static final int PATIENCE_SECONDS = 12;

    private static final int EVENTS = 200;
    /** Two batches of 256 and the queue hold fewer. */
    private static final int TOO_MANY = 800;

    private static final String DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()";

    private static final AtomicBoolean COMMITS_ARE_HELD = new AtomicBoolean();
    private static final Sender SENDER = new Sender(TOO_MANY);

    private static World world;
    private static Line toPostgres;
    private static PackagedGateway first;
    private static PackagedGateway second;
    private static Database store;

    @BeforeAll
    static void start() throws IOException {
        world = World.start("http://localhost:1/");
        store = Database.ofTheWorld();
        Map<String, String> environment = new HashMap<>(world.environment());
        environment.put("CARDWIRE_RECONCILE_SWEEP_EVERY", "1h");
        environment.put("CARDWIRE_WEBHOOK_BATCH_QUEUE", "250");
        second = new PackagedGateway(environment).start();
        URI database = URI.create(environment.get("CARDWIRE_DATABASE_URL"));
        toPostgres = Line.holding(database.getPort(), () -> new CommitAfterPosition(COMMITS_ARE_HELD));
        Map<String, String> overTheLine = new HashMap<>(environment);
        overTheLine.put("CARDWIRE_DATABASE_URL", "postgresql://127.0.0.1:" + toPostgres.port() + database.getPath());
        first = new PackagedGateway(overTheLine).start();
    }

    @AfterAll
    static void stop() throws IOException {
        first.close();
        second.close();
        world.close();
        toPostgres.close();
    }

    @Test
    void replicaThatVanishesBetweenPositionAndCommitHoldsNobodyUp() throws Exception {
        String held = knownCard();
        String other = knownCard();
        String event = status(id(), held);
        COMMITS_ARE_HELD.set(true);
        CompletableFuture<String> lost = SENDER.send(first, event);
        toPostgres.held().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        first.pause();
        try {
            // it holds the log's head, which every change of any card needs, and the key of its own card
            assertThat(answer(SENDER.send(second, status(id(), other)))).isEqualTo("applied");
            assertThat(answer(SENDER.send(second, event))).isEqualTo("applied");
        } finally {
            COMMITS_ARE_HELD.set(false);
            first.resume();
        }
        assertThat(answer(lost)).isNotEqualTo("applied");
        assertThat(changesOf(held)).containsExactly("1 ACTIVE", "2 FROZEN");
        assertThat(changesOf(other)).containsExactly("1 ACTIVE", "2 FROZEN");
    }

    @Test
    void sameEventsInOppositeOrdersDoNotDeadlock() throws Exception {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(status(id(), knownCard()));
        }
        String before = store.value(DEADLOCKS);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        try (Connection mine = store.holding("select position from feed_head for update")) {
            for (int i = 0; i < EVENTS; i++) {
                answers.add(SENDER.send(first, events.get(i)));
                answers.add(SENDER.send(second, events.get(EVENTS - 1 - i)));
            }
            // the first batches wait for the log's head; all the others are the next batches, in these two orders
            await().until(() -> waitingEvents(first) > EVENTS / 2 && waitingEvents(second) > EVENTS / 2);
            mine.rollback();
        }
        assertThat(Sender.count(answers)).isEqualTo(Map.of("applied", EVENTS, "duplicate", EVENTS));
        endAllSessions();
        assertThat(store.value(DEADLOCKS)).isEqualTo(before);
    }

    @Test
    void eventsBeyondTheQueueAreRefusedAtOnceAndTakenLater() throws Exception {
        Map<String, CompletableFuture<String>> answers = new LinkedHashMap<>();
        try (Connection mine = store.holding("select position from feed_head for update")) {
            for (int i = 0; i < TOO_MANY; i++) {
                String event = SignedEvents.created(id(), id());
                answers.put(event, SENDER.send(second, event));
            }
            await().until(() -> answers.values().stream().anyMatch(answer -> "503".equals(answer.getNow(""))));
            mine.rollback();
        }
        assertThat(Sender.count(List.copyOf(answers.values()))).containsOnlyKeys("applied", "503");
        for (Map.Entry<String, CompletableFuture<String>> one : answers.entrySet()) {
            if (one.getValue().join().equals("503")) {
                assertThat(answer(SENDER.send(second, one.getKey()))).isEqualTo("applied");
            }
        }
    }

    @Test
    void eventThatComesWhileItsCardIsBeingMadeElsewhereIsApplied() throws Exception {
        String card = id();
        String event = id();
        CompletableFuture<String> creation;
        CompletableFuture<String> change;
        try (Connection mine = store.holding("select position from feed_head for update")) {
            creation = SENDER.send(first, SignedEvents.created(id(), card));
            await().until(() -> waits("query like '%update feed_head%'"));
            // the one that creates has looked for parked events, found none, and is about to commit
            change = SENDER.send(second, status(event, card));
            await().until(() -> change.isDone() || waits("wait_event = 'advisory'"));
            mine.rollback();
        }
        assertThat(answer(creation)).isEqualTo("applied");
        answer(change);
        checkApplied(event, card);
    }

    @Test
    void eventThatIsBeingParkedWhileItsCardIsMadeElsewhereIsApplied() throws Exception {
        String card = id();
        String event = id();
        CompletableFuture<String> creation;
        CompletableFuture<String> change;
        String sameRow = """
                insert into webhook_event (event_id, event_type, outcome, digest, received_at)
                values ('%s', 'held', 'parked', '', now())""".formatted(event);
        try (Connection mine = store.holding(sameRow)) {
            change = SENDER.send(second, status(event, card));
            await().until(() -> waits("wait_event = 'transactionid' and query like '%insert into webhook_event%'"));
            // the one that parks has looked for the card, found none, and is about to park
            creation = SENDER.send(first, SignedEvents.created(id(), card));
            await().until(() -> creation.isDone() || waits("wait_event = 'advisory'"));
            mine.rollback();
        }
        answer(change);
        assertThat(answer(creation)).isEqualTo("applied");
        checkApplied(event, card);
    }

    private static void checkApplied(String event, String card) {
        assertThat(store.rows("select outcome from webhook_event where event_id = '" + event + "'"))
                .containsExactly("applied");
        assertThat(changesOf(card)).containsExactly("1 ACTIVE", "2 FROZEN");
    }

    private static String knownCard() throws Exception {
        String card = id();
        assertThat(answer(SENDER.send(second, SignedEvents.created(id(), card))))
                .isEqualTo("applied");
        return card;
    }

    private static String status(String event, String card) {
        return SignedEvents.status(event, card, "FROZEN", OffsetDateTime.now().toString());
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static String answer(CompletableFuture<String> answer) throws Exception {
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean waits(String what) {
        return !store.rows("select pid from pg_stat_activity where wait_event_type = 'Lock' and " + what)
                .isEmpty();
    }

    private static List<String> changesOf(String card) {
        return store.rows(
                "select version, card_status from card_change where card_id = '" + card + "' order by position");
    }

    private static double waitingEvents(PackagedGateway gateway) {
        String metrics = Api.caller().get(gateway.url() + "/q/metrics").asString();
        return metrics.lines()
                .filter(line -> line.startsWith("cardwire_webhook_queue"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** What a session has seen of deadlocks is counted when it ends, at the latest. */
    private static void endAllSessions() {
        List<String> ended =
                store.rows("""
                        select pid, pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()""").stream().map(row -> row.split(" ")[0]).toList();
        await().until(() ->
                store.rows("select pid from pg_stat_activity").stream().noneMatch(ended::contains));
    }
}
