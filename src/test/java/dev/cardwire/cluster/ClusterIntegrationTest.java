// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.LocalServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

@QuarkusTest
@WithTestResource(LocalServers.class)
class ClusterIntegrationTest {

    private static final String DIGEST = "ab".repeat(32);

    @Inject
    SeenMarks marks;

    @Inject
    TokenCopy copy;

    @Inject
    Bell bell;

    @Inject
    PgLogIdentity log;

    @Inject
    RedisLink link;

    @Inject
    ClusterConfig config;

    @Inject
    InstantSource clock;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    SessionSettings settings;

    @Test
    void remembersMarksAndTheTokensCopy() {
        UUID event = UUID.randomUUID();
        assertThat(wait(marks.digestOf(event))).isEmpty();
        marks.mark(Map.of(event, DIGEST));
        await().untilAsserted(() -> assertThat(wait(marks.digestOf(event))).contains(DIGEST));
        copy.keep("1:sealed", Duration.ofMinutes(1));
        await().untilAsserted(() -> assertThat(wait(copy.read())).contains("1:sealed"));
    }

    @Test
    void believesNoMarkThatNoReplicaWrote() {
        UUID applied = UUID.randomUUID();
        marks.mark(Map.of(applied, DIGEST));
        await().untilAsserted(() -> assertThat(wait(marks.digestOf(applied))).contains(DIGEST));
        UUID planted = UUID.randomUUID();
        String written = String.valueOf(wait(link.send(Command.GET, link.key("seen:" + applied))));
        for (String value : List.of(DIGEST, written, DIGEST + ".", DIGEST + "." + DIGEST)) {
            wait(link.send(Command.SET, link.key("seen:" + planted), value));
            assertThat(wait(marks.digestOf(planted))).as(value).isEmpty();
        }
    }

    @Test
    void countsTheReplicasThatPostgresqlKnows() {
        Replicas one = replicas();
        assertThat(one.running()).as("as configured").isEqualTo(3);
        wait(pool.query("delete from replica").execute());
        wait(one.note());
        // the application itself may have renewed its row in between
        assertThat(one.running()).isBetween(1, 2);
        for (int others = 0; others < 3; others++) {
            wait(replicas().note());
        }
        wait(one.note());
        assertThat(one.running()).isBetween(4, 5);
        wait(pool.query("update replica set seen_at = seen_at - interval '1 minute'")
                .execute());
        wait(one.note());
        assertThat(one.running()).isBetween(1, 2);
    }

    @Test
    void connectionsHaveTheLimitsThatTheyAskFor() {
        assertThat(wait(settings.check())).isNull();
        wait(pool.withConnection(connection -> connection
                .query("set statement_timeout = 0")
                .execute()
                .chain(() -> connection.query(SessionSettings.MISSING).execute())
                .invoke(rows ->
                        assertThat(rows.iterator().next().getString("names")).isEqualTo("statement_timeout"))
                .chain(() -> connection.query("reset statement_timeout").execute())));
    }

    @Test
    void ringsHereAndOnOtherReplicas() {
        AtomicInteger here = new AtomicInteger();
        AtomicInteger there = new AtomicInteger();
        Listeners others = new Listeners(vertx);
        others.add(there::incrementAndGet);
        RedisBell other = new RedisBell(link, others, config);
        other.start(new StartupEvent());
        await().until(() -> there.get() > 0); // it rings once when it is connected
        int before = there.get();
        bell.onRing(here::incrementAndGet);
        bell.ring();
        await().untilAsserted(() -> {
            assertThat(here).hasPositiveValue();
            assertThat(there).hasValueGreaterThan(before);
        });
        other.stop(null);
    }

    @Test
    void beginsANewLogWhenTheDatabaseIsAnotherOne() {
        String before = log.shortId();
        wait(log.check());
        assertThat(log.shortId()).isEqualTo(before);
        wait(pool.query("update log_identity set system_identifier = 'of another cluster'")
                .execute());
        wait(log.check());
        assertThat(log.shortId()).isNotEqualTo(before).hasSize(8);
        String after = log.shortId();
        wait(pool.query("update log_identity set timeline_id = timeline_id + 1").execute());
        wait(log.check());
        assertThat(log.shortId()).isNotEqualTo(after);
        assertThat(link.key("bell")).startsWith("cardwire:" + log.shortId() + ":");
    }

    @Test
    void lendsEachReplicaOnlyWhatAllTogetherMayCall() {
        RedisCallBudget one = budget(link);
        RedisCallBudget other = budget(link);
        int granted = 0;
        for (int i = 0; i < 400; i++) {
            granted += wait((i % 2 == 0 ? one : other).take(CallPurpose.SWEEP)) ? 1 : 0;
        }
        // 30, 10 and 10 percent are kept for the others
        assertThat(granted).isEqualTo(150);
        assertThat(wait(other.take(CallPurpose.ISSUING))).isTrue();
    }

    @Test
    void doesWithoutARedisThatIsDeadOrSilent() throws IOException {
        int dead;
        try (ServerSocket socket = new ServerSocket(0)) {
            dead = socket.getLocalPort();
        }
        for (int port : new int[] {dead, silent()}) {
            RedisLink gone = link(port);
            RedisSeenMarks without = new RedisSeenMarks(gone, config);
            for (int i = 0; i < 30; i++) {
                assertThat(wait(without.digestOf(UUID.randomUUID()))).isEmpty();
            }
            without.mark(Map.of(UUID.randomUUID(), DIGEST));
            RedisCallBudget share = budget(gone);
            int granted = 0;
            for (int i = 0; i < 200; i++) {
                granted += wait(share.take(CallPurpose.SWEEP)) ? 1 : 0;
            }
            assertThat(granted).isEqualTo(50);
        }
    }

    /** A Redis that accepts and never answers is no failure to its client: the operator is to hear of it all the same. */
    @Test
    void countsWhatASilentRedisNeverAnswers() {
        MeterRegistry metrics = new SimpleMeterRegistry();
        RedisLink gone = link(silent(), metrics);
        assertThat(failures(metrics)).isZero();
        wait(new RedisSeenMarks(gone, config).digestOf(UUID.randomUUID()));
        assertThat(failures(metrics)).isEqualTo(1);
        RedisBell idle = new RedisBell(gone, new Listeners(vertx), config);
        idle.start(new StartupEvent());
        await().until(() -> failures(metrics) > 2);
        idle.stop(null);
    }

    private static double failures(MeterRegistry metrics) {
        return metrics.get("cardwire.cluster.redis.failures").counter().count();
    }

    @Test
    void ringsAgainAfterRedisWasAway() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        RedisServer server =
                RedisServer.newRedisServer().port(port).bind("127.0.0.1").build();
        RedisLink own = link(port);
        AtomicInteger rings = new AtomicInteger();
        Listeners listeners = new Listeners(vertx);
        listeners.add(rings::incrementAndGet);
        RedisBell listening = new RedisBell(own, listeners, config);
        listening.start(new StartupEvent());
        RedisBell ringing = new RedisBell(own, new Listeners(vertx), config);
        for (int round = 0; round < 2; round++) {
            int before = rings.get();
            server.start();
            // one for the connection, the others for what was rung
            await().until(() -> {
                ringing.ring();
                return rings.get() > before + 1;
            });
            server.stop();
        }
        listening.stop(null);
    }

    /** A server that accepts and says nothing. */
    private int silent() {
        return vertx.createNetServer()
                .connectHandler(socket -> {})
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private RedisLink link(int port) {
        return link(port, new SimpleMeterRegistry());
    }

    private RedisLink link(int port, MeterRegistry metrics) {
        return new RedisLink(
                Redis.createClient(io.vertx.mutiny.core.Vertx.newInstance(vertx), "redis://127.0.0.1:" + port),
                log,
                config,
                metrics,
                clock);
    }

    /** Of a clock of its own that stands still, in a minute that nobody else has. */
    private RedisCallBudget budget(RedisLink redis) {
        return new RedisCallBudget(
                redis, InstantSource.fixed(clock.instant().plusSeconds(7_200)), replicas(), asInProduction());
    }

    /** One that has not asked PostgreSQL. */
    private Replicas replicas() {
        return new Replicas(pool, vertx, asInProduction());
    }

    /** The budget that production defaults to: the local build lends its one replica more. */
    private ClusterConfig asInProduction() {
        ClusterConfig.BudgetConfig shared = new ClusterConfig.BudgetConfig() {
            @Override
            public int perMinute() {
                return 300;
            }

            @Override
            public int replicas() {
                return 3;
            }

            @Override
            public int issuingPercent() {
                return 30;
            }

            @Override
            public int recoveryPercent() {
                return 10;
            }

            @Override
            public int readPercent() {
                return 10;
            }

            @Override
            public int sweepPercent() {
                return 10;
            }
        };
        return new ClusterConfig() {
            @Override
            public Duration identityCheck() {
                return config.identityCheck();
            }

            @Override
            public RedisConfig redis() {
                return config.redis();
            }

            @Override
            public BellConfig bell() {
                return config.bell();
            }

            @Override
            public MarkConfig marks() {
                return config.marks();
            }

            @Override
            public BudgetConfig budget() {
                return shared;
            }
        };
    }

    private static <T> T wait(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(10));
    }
}
