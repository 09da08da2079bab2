// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.World;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** UQPAY's cards being made, frozen, blocked and cancelled, so many changes a second, each of which UQPAY reports. */
final class Traffic implements AutoCloseable {

    private static final int EVENTS_A_SECOND = 200;
    /** One event in so many makes a card, … */
    private static final int MAKES = 20;
    /** … cancels one, … */
    private static final int CANCELS = 60;
    /** … or comes with another in the same second, so that their times do not tell which is newer. */
    private static final int TWINS = 25;

    private static final List<String> STATUSES = List.of("ACTIVE", "FROZEN", "BLOCKED");

    private final World world;
    private final Random random;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Set<String> cancelled = new HashSet<>();
    private List<String> cards = List.of();
    private int turn;

    Traffic(World world, long seed) {
        this.world = world;
        this.random = new Random(seed);
    }

    /** Makes the first cards, then begins. */
    void start(int firstCards) {
        for (int card = 0; card < firstCards; card++) {
            make();
        }
        await().atMost(Duration.ofSeconds(120)).until(() -> made.get() == firstCards);
        learnCards();
        clockwork.scheduleAtFixedRate(this::next, 0, 1_000_000 / EVENTS_A_SECOND, TimeUnit.MICROSECONDS);
    }

    /** How many events UQPAY has made so far. */
    int events() {
        return made.get();
    }

    /** Ends, and returns how many events UQPAY has made in all. */
    int stop() throws InterruptedException {
        clockwork.shutdown();
        clockwork.awaitTermination(10, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(120)).until(() -> made.get() + refused.get() == asked.get());
        return made.get();
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }

    /** Cards that were made meanwhile take part from now on. */
    synchronized void learnCards() {
        List<Map<String, String>> all = RestAssured.given()
                .get(world.control("cards"))
                .then()
                .statusCode(200)
                .extract()
                .path("data");
        cards = new ArrayList<>(all.stream().map(card -> card.get("card_id")).toList());
        cards.removeAll(cancelled);
    }

    private synchronized void next() {
        String card = cards.get(turn++ % cards.size());
        if (random.nextInt(MAKES) == 0) {
            make();
        } else if (random.nextInt(CANCELS) == 0) {
            cancelled.add(card);
            cards.remove(card);
            become(card, "PRE_CANCEL");
        } else {
            String status = STATUSES.get(random.nextInt(STATUSES.size()));
            become(card, status);
            if (random.nextInt(TWINS) == 0) {
                become(card, STATUSES.get((STATUSES.indexOf(status) + 1) % STATUSES.size()));
            }
        }
    }

    private void make() {
        ask("{\"event_type\":\"card.create.succeeded\"}");
    }

    private void become(String card, String status) {
        ask("""
                {"event_type":"card.status.update.succeeded","card_id":"%s","data":{"card_status":"%s"}}""".formatted(card, status));
    }

    private void ask(String event) {
        asked.incrementAndGet();
        HttpRequest request = HttpRequest.newBuilder(URI.create(world.control("events")))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, failure) ->
                        (failure == null && answer.statusCode() == 200 ? made : refused).incrementAndGet());
    }
}
