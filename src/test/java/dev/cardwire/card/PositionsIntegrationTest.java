// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.card.log.PendingChange;
import dev.cardwire.card.log.PositionStatement;
import dev.cardwire.store.Transactions;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SseClient;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Why positions come from {@code feed_head} and not from a sequence: the same two stories are told to both, and a client
 * that resumes hears all of it only from the first.
 */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class PositionsIntegrationTest {

    @TestHTTPResource("/")
    URL base;

    @Inject
    PositionStatement positions;

    @Inject
    Transactions transactions;

    @Inject
    Pool pool;

    @Inject
    AgroalDataSource store;

    private final UUID late = UUID.randomUUID();
    private final UUID quick = UUID.randomUUID();

    @Test
    void resumedClientHearsOfAChangeWhosePositionBecameVisibleLate() throws Exception {
        assertThat(heardWhenTheFirstCommitsLate(new Feed())).containsExactly(late, quick);
    }

    @Test
    void withAPlainSequenceItWouldNever() throws Exception {
        assertThat(heardWhenTheFirstCommitsLate(new Sequence("late"))).containsExactly(quick);
    }

    @Test
    void rolledBackChangeLeavesNoHole() throws Exception {
        Feed feed = new Feed();
        assertThat(heardAfterARollback(feed)).containsExactly(quick);
        assertThat(feed.heardAt - feed.startedAt).isEqualTo(1);
    }

    /** The reader of a sequence cannot tell such a hole from a change that is still to come. */
    @Test
    void withAPlainSequenceItWouldLeaveOne() throws Exception {
        Sequence sequence = new Sequence("hole");
        assertThat(heardAfterARollback(sequence)).containsExactly(quick);
        assertThat(sequence.heardAt).isEqualTo(2);
    }

    /** One transaction has its position and hangs before its commit; another comes; a client reads, leaves and resumes. */
    private List<UUID> heardWhenTheFirstCommitsLate(Log log) throws Exception {
        List<UUID> heard = new ArrayList<>(log.readOn());
        CompletableFuture<Void> placed = new CompletableFuture<>();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        CompletableFuture<Void> first = run(log.write(late, () -> {
            placed.complete(null);
            return passed(gate);
        }));
        await().until(placed::isDone);
        CompletableFuture<Void> second =
                run(log.write(quick, () -> Uni.createFrom().voidItem()));
        await().until(() -> second.isDone() || somebodyWaitsForALock());
        heard.addAll(log.readOn());
        gate.complete(null);
        await().until(() -> first.isDone() && second.isDone());
        heard.addAll(log.readOn());
        return heard;
    }

    private List<UUID> heardAfterARollback(Log log) throws Exception {
        List<UUID> heard = new ArrayList<>(log.readOn());
        CompletableFuture<Void> refused = CompletableFuture.failedFuture(new IllegalStateException("rolled back"));
        CompletableFuture<Void> first = run(log.write(late, () -> passed(refused)));
        await().until(first::isCompletedExceptionally);
        CompletableFuture<Void> second =
                run(log.write(quick, () -> Uni.createFrom().voidItem()));
        await().until(second::isDone);
        heard.addAll(log.readOn());
        return heard;
    }

    /** A log, and a client that resumes where it last stood. */
    private interface Log {

        /** One change in a transaction of its own, which takes its position and then does one thing before the commit. */
        Uni<Void> write(UUID card, Supplier<Uni<Void>> beforeCommit);

        /** What the client hears when it comes back, of the two cards. */
        List<UUID> readOn() throws Exception;
    }

    /** The log as it is, and a stream over HTTP. */
    private final class Feed implements Log {

        private String lastId = "";
        private long startedAt;
        private long heardAt;

        @Override
        public Uni<Void> write(UUID card, Supplier<Uni<Void>> beforeCommit) {
            PendingChange change = new PendingChange(
                    1, card, 2, "FROZEN", "ACTIVE", true, false, null, null, "REQUEST", null, null, Instant.now());
            return transactions.inTransaction(
                    session -> positions.execute(session, List.of(change)).chain(beforeCommit::get));
        }

        @Override
        public List<UUID> readOn() throws Exception {
            String scope = "?card_id=" + late + "&card_id=" + quick;
            try (SseClient client = SseClient.open(base.toString().replaceAll("/$", ""), scope, lastId)) {
                await().until(() -> !client.events("stream.live").isEmpty());
                if (lastId.isEmpty()) {
                    startedAt = position(client.lastId());
                }
                lastId = client.lastId();
                List<SseClient.Event> heard = client.events("card.status");
                heard.forEach(event -> heardAt = position(event.id()));
                return heard.stream()
                        .map(event -> new JsonPath(event.data()).getUUID("card_id"))
                        .toList();
            }
        }

        private static long position(String id) {
            return Long.parseLong(id.substring(id.indexOf('-') + 1));
        }
    }

    /** The same with a sequence, in a table for this test alone. */
    private final class Sequence implements Log {

        private final String table;
        private long heardAt;

        Sequence(String story) throws SQLException {
            table = "scratch_" + story;
            try (Connection connection = store.getConnection()) {
                connection
                        .createStatement()
                        .execute("drop table if exists " + table + "; create table " + table
                                + " (position bigserial primary key, card_id uuid)");
            }
        }

        @Override
        public Uni<Void> write(UUID card, Supplier<Uni<Void>> beforeCommit) {
            return pool.withTransaction(connection -> connection
                    .preparedQuery("insert into " + table + " (card_id) values ($1)")
                    .execute(Tuple.of(card))
                    .chain(beforeCommit::get));
        }

        @Override
        public List<UUID> readOn() throws SQLException {
            List<UUID> heard = new ArrayList<>();
            try (Connection connection = store.getConnection();
                    ResultSet rows = connection
                            .createStatement()
                            .executeQuery("select position, card_id from " + table + " where position > " + heardAt
                                    + " order by position")) {
                while (rows.next()) {
                    heardAt = rows.getLong(1);
                    heard.add(rows.getObject(2, UUID.class));
                }
            }
            return heard;
        }
    }

    private boolean somebodyWaitsForALock() throws SQLException {
        try (Connection connection = store.getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select 1 from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and query like '%feed_head%'")) {
            return rows.next();
        }
    }

    private static CompletableFuture<Void> run(Uni<Void> write) {
        return write.subscribeAsCompletionStage();
    }

    /** Goes on when the gate opens, on the context that the transaction lives on. */
    private static Uni<Void> passed(CompletableFuture<Void> gate) {
        return Uni.createFrom().emitter(emitter -> {
            Context own = Vertx.currentContext();
            gate.whenComplete((opened, failure) -> own.runOnContext(back -> {
                if (failure == null) {
                    emitter.complete(null);
                } else {
                    emitter.fail(failure);
                }
            }));
        });
    }
}
