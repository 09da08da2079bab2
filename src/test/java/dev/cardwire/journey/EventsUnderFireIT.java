// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Stores;
import dev.cardwire.testsupport.World;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two replicas take two hundred events a second while processes and stores die in random order: in the end every card is
 * what it is at UQPAY and every event had one effect. {@code -Dcardwire.faults} sets how many faults there are,
 * {@code -Dcardwire.seed} repeats their order.
 */
class EventsUnderFireIT {

    private static final int FAULTS = Integer.getInteger("cardwire.faults", 6);
    private static final long SEED = Long.getLong("cardwire.seed", 20261122L);
    private static final int FIRST_CARDS = 400;
    /** Events that come while something is gone, and before the next thing goes. */
    private static final int MEANWHILE = 100;

    private final List<PackagedGateway> replicas = new ArrayList<>();
    private final Random random = new Random(SEED);
    private Stores stores;
    private Line door;
    private World uqpay;
    private Traffic traffic;

    private enum Fault {
        KILL,
        KILL_ANOTHER,
        REDIS_EMPTIED,
        REDIS_STOPPED,
        REDIS_SILENT,
        POSTGRESQL_CRASHED
    }

    @BeforeEach
    void start() throws Exception {
        Map<String, String> environment = new HashMap<>();
        replicas.add(new PackagedGateway(environment));
        replicas.add(new PackagedGateway(environment));
        stores = Stores.start();
        door = Line.to(replicas.get(0)::port, replicas.get(1)::port);
        uqpay = World.startWithoutStores("http://localhost:" + door.port() + "/webhooks/uqpay");
        // retries after 3.2, 6.4, 12.8, 25.6 and 51.2 s: together longer than anything below is gone, also where both
        // replicas start at once on a busy machine
        uqpay.behave(Map.of("time_scale", 0.2));
        environment.putAll(uqpay.environmentWithoutStores());
        environment.putAll(stores.environment());
        environment.put("CARDWIRE_CLUSTER_BUDGET_PER_MINUTE", "100000");
        // a read that is wanted dies with its process: what makes up for it is the comparison, here as often as can be
        environment.put("CARDWIRE_RECONCILE_SWEEP_EVERY", "4s");
        environment.put("CARDWIRE_RECONCILE_SWEEP_COMPARE_EVERY", "4s");
        for (PackagedGateway replica : replicas) {
            replica.start();
        }
        traffic = new Traffic(uqpay, SEED);
    }

    @AfterEach
    void stop() throws Exception {
        traffic.close();
        replicas.forEach(PackagedGateway::close);
        uqpay.close();
        door.close();
        stores.close();
    }

    @Test
    void everyEventHasOneEffectAndEveryCardIsWhatItIsAtUqpay() throws Exception {
        traffic.start(FIRST_CARDS);
        for (Fault fault : faults()) {
            meanwhile();
            strike(fault);
            traffic.learnCards();
        }
        meanwhile();
        int events = traffic.stop();
        await().atMost(Duration.ofSeconds(180))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !deliveries().containsValue("WAITING"));
        Map<String, String> delivered = deliveries();
        assertThat(delivered).hasSize(events);
        assertThat(givenUp(delivered))
                .as("events that ran out of tries, with their tries")
                .isEmpty();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(cardsHere()).isEqualTo(cardsThere()));
        checkEvents(delivered.keySet());
        checkLog();
    }

    /** Each kind once before any comes again. */
    private List<Fault> faults() {
        List<Fault> all = new ArrayList<>();
        while (all.size() < FAULTS) {
            List<Fault> round = new ArrayList<>(List.of(Fault.values()));
            Collections.shuffle(round, random);
            all.addAll(round);
        }
        return all.subList(0, FAULTS);
    }

    private void strike(Fault fault) throws Exception {
        switch (fault) {
            case KILL, KILL_ANOTHER -> {
                PackagedGateway replica = replicas.get(random.nextInt(replicas.size()));
                replica.kill();
                // not awaited: the next fault may well find it still starting
                replica.launch();
            }
            case REDIS_EMPTIED -> stores.emptyRedis();
            case REDIS_STOPPED -> {
                stores.stopRedis();
                meanwhile();
                stores.startRedis();
            }
            case REDIS_SILENT -> {
                stores.silenceRedis();
                meanwhile();
                stores.wakeRedis();
            }
            case POSTGRESQL_CRASHED -> stores.crashPostgres();
        }
    }

    /** Time is counted in events, so that a slow machine has as many of them as a fast one. */
    private void meanwhile() {
        int enough = traffic.events() + MEANWHILE + random.nextInt(MEANWHILE);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> traffic.events() >= enough);
    }

    private Map<String, String> deliveries() {
        return field("deliveries", "event_id", "state");
    }

    private List<String> givenUp(Map<String, String> delivered) {
        return delivered.entrySet().stream()
                .filter(delivery -> delivery.getValue().equals("GIVEN_UP"))
                .limit(3)
                .map(delivery -> RestAssured.get(uqpay.control("deliveries/" + delivery.getKey()))
                        .asString())
                .toList();
    }

    private Map<String, String> cardsThere() {
        return field("cards", "card_id", "card_status");
    }

    private Map<String, String> field(String list, String id, String value) {
        List<Map<String, String>> all = RestAssured.given()
                .get(uqpay.control(list))
                .then()
                .statusCode(200)
                .extract()
                .path("data");
        return all.stream()
                .collect(Collectors.toMap(one -> one.get(id), one -> one.get(value), (a, b) -> a, TreeMap::new));
    }

    private Map<String, String> cardsHere() {
        Map<String, String> cards = new TreeMap<>();
        stores.database()
                .rows("select card_id, card_status from card")
                .forEach(row -> cards.put(row.split(" ")[0], row.split(" ")[1]));
        return cards;
    }

    /** Every event is in the inbox, once; one that was applied made one change, one that was not made none. */
    private void checkEvents(Set<String> sent) {
        Database store = stores.database();
        assertThat(new TreeSet<>(store.rows("select event_id from webhook_event")))
                .isEqualTo(new TreeSet<>(sent));
        assertThat(store.rows("""
                        select distinct w.outcome, (select count(*) from card_change c where c.event_id = w.event_id)
                        from webhook_event w order by 1""")).containsExactly("applied 1", "ignored 0");
    }

    /** Positions and versions without a hole, every status after the one before it, none announced twice. */
    private void checkLog() {
        Database store = stores.database();
        assertThat(store.value("select count(*) = max(position) and min(position) = 1 from card_change"))
                .isEqualTo("t");
        // in one statement: a late read of a card may still change what it is worth
        assertThat(store.value("select position = (select max(position) from card_change) from feed_head"))
                .isEqualTo("t");
        assertThat(store.rows("""
                        select card_id, position from (
                            select card_id, position, version, card_status, previous_status, status_changed,
                                row_number() over one as place, lag(card_status) over one as before
                            from card_change window one as (partition by card_id order by position)) change
                        where version <> place
                            or previous_status is distinct from before
                            or status_changed = (card_status is not distinct from before)""")).isEmpty();
        assertThat(store.rows("""
                        select c.card_id from card c join lateral (
                            select version, card_status from card_change h
                            where h.card_id = c.card_id order by position desc limit 1) last on true
                        where c.version <> last.version or c.card_status <> last.card_status""")).isEmpty();
    }
}
