// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.RedisProcess;
import dev.cardwire.testsupport.ResumingStream;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.SseClient;
import dev.cardwire.testsupport.World;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams on two replicas of the packaged application, one of which goes away, in order and without a word. */
class StreamsOverReplicasIT {

    private static final int CARDS = 5;
    private static final String BY_CARD = "?card_id=";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String HOLDER = UUID.randomUUID().toString();
    private static final List<String> KNOWN = new ArrayList<>();
    private static final AtomicInteger TURN = new AtomicInteger();

    private static World world;
    private static PackagedGateway one;
    private static PackagedGateway other;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> environment = new HashMap<>();
        one = new PackagedGateway(environment);
        other = new PackagedGateway(environment);
        world = World.start(one.url() + "/webhooks/uqpay");
        environment.putAll(world.environment());
        // the events below are ones that UQPAY never had: a sweep would rightly undo them
        environment.put("CARDWIRE_RECONCILE_SWEEP_EVERY", "1h");
        environment.put("CARDWIRE_STREAM_PACE_DRAIN", "3s");
        // so that a client that does not read stands still at once and is given up soon
        environment.put("CARDWIRE_STREAM_FLOW_SOCKET_BYTES", "4096");
        environment.put("CARDWIRE_STREAM_FLOW_STALL", "2s");
        one.start();
        other.start();
        for (int card = 0; card < CARDS; card++) {
            KNOWN.add(UUID.randomUUID().toString());
            deliver(SignedEvents.created(UUID.randomUUID().toString(), KNOWN.get(card), HOLDER));
        }
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        world.close();
    }

    @Test
    void everyStreamToldExactlyWhatTheLogHoldsWhenReplicasGo() throws Exception {
        List<ResumingStream> streams = open();
        ScheduledExecutorService uqpay = Executors.newSingleThreadScheduledExecutor();
        try {
            uqpay.scheduleWithFixedDelay(StreamsOverReplicasIT::change, 0, 20, TimeUnit.MILLISECONDS);
            await().atMost(PATIENCE).until(() -> streams.stream().allMatch(StreamsOverReplicasIT::hasChanges));
            assertThat(one.stop()).isIn(0, 143); // 143: the signal alone ended it, after everything was done
            assertThat(streams).anyMatch(StreamsOverReplicasIT::heardMoreAfterTheWarning);
            one.start();
            other.kill();
            await().atMost(PATIENCE)
                    .until(() -> streams.stream().allMatch(stream -> stream.connections() > 1 && goesOn(stream)));
            other.start();
        } finally {
            uqpay.shutdown();
            assertThat(uqpay.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        for (ResumingStream stream : streams) {
            List<Long> told = log(stream);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(positions(stream)).isEqualTo(told));
            assertThat(stream.events("stream.gap")).isEmpty();
        }
        for (ResumingStream stream : streams) {
            stream.close();
        }
        await().until(() -> metric("cardwire_stream_open") == 0);
    }

    @Test
    void streamOfAClientThatNeverReadsIsClosedAndNoLongerCounted() throws Exception {
        double closedBefore = metric("cardwire_stream_slow_closed_total");
        ScheduledExecutorService uqpay = Executors.newSingleThreadScheduledExecutor();
        try (Socket idler = new Socket()) {
            idler.setReceiveBufferSize(1_024);
            idler.connect(
                    new InetSocketAddress("localhost", URI.create(one.url()).getPort()));
            String request =
                    "GET /v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Api.KEY + "\r\n\r\n";
            idler.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            await().until(() -> metric("cardwire_stream_open") == 1);
            uqpay.scheduleWithFixedDelay(StreamsOverReplicasIT::change, 0, 5, TimeUnit.MILLISECONDS);
            await().atMost(PATIENCE).until(() -> metric("cardwire_stream_slow_closed_total") > closedBefore);
            await().until(() -> metric("cardwire_stream_open") == 0);
        } finally {
            uqpay.shutdown();
            assertThat(uqpay.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static double metric(String name) {
        String scrape = Api.caller().get(one.url() + "/q/metrics").asString();
        return scrape.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    @Test
    void revokedTicketEndsItsStreamsOnBothReplicas() throws Exception {
        revocationReachesBoth();
    }

    @Test
    void revokedTicketEndsItsStreamsAlsoWhileRedisIsSilent() throws Exception {
        try (RedisProcess silent = RedisProcess.silenced()) {
            revocationReachesBoth();
        }
    }

    private static void revocationReachesBoth() throws Exception {
        JsonPath ticket = Api.caller()
                .body("{\"everything\":true}")
                .post(one.url() + "/v1/stream-tickets")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String query = "?ticket=" + ticket.getString("ticket");
        try (SseClient here = SseClient.openWithoutKey(one.url(), query);
                SseClient there = SseClient.openWithoutKey(other.url(), query)) {
            await().until(() -> isLive(here) && isLive(there));
            Api.caller()
                    .delete(one.url() + "/v1/stream-tickets/" + ticket.getString("ticket_id"))
                    .then()
                    .statusCode(204);
            await().until(() -> isExpired(here) && isExpired(there));
        }
        for (PackagedGateway replica : List.of(one, other)) {
            RestAssured.given().get(replica.url() + "/v1/stream" + query).then().statusCode(401);
        }
    }

    private static List<ResumingStream> open() {
        List<ResumingStream> streams = new ArrayList<>();
        for (List<String> turns : List.of(List.of(one.url(), other.url()), List.of(other.url(), one.url()))) {
            streams.add(new ResumingStream(turns, ""));
            streams.add(new ResumingStream(turns, "?cardholder_id=" + HOLDER));
            KNOWN.forEach(card -> streams.add(new ResumingStream(turns, BY_CARD + card)));
        }
        await().atMost(PATIENCE).until(() -> streams.stream()
                .noneMatch(stream -> stream.events("stream.live").isEmpty()));
        return streams;
    }

    /** Freezes and thaws the cards in turn; what is not answered with 200 is sent again, as UQPAY does. */
    private static void change() {
        try {
            deliver(next());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String next() {
        int turn = TURN.getAndIncrement();
        String status = turn / CARDS % 2 == 0 ? "FROZEN" : "ACTIVE";
        String now = Instant.now().toString();
        return SignedEvents.status(UUID.randomUUID().toString(), KNOWN.get(turn % CARDS), status, now);
    }

    private static void deliver(String body) throws InterruptedException {
        boolean taken = answer(one, body) == 200 || answer(other, body) == 200;
        if (!taken) {
            await().atMost(PATIENCE).until(() -> answer(one, body) == 200 || answer(other, body) == 200);
        }
    }

    private static int answer(PackagedGateway replica, String body) throws InterruptedException {
        try {
            HttpRequest delivery = SignedEvents.delivery(replica.url(), body);
            return HTTP.send(delivery, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException away) {
            return 0;
        }
    }

    /** What commits before the close is still delivered: on the connection that was warned, changes went on. */
    private static boolean heardMoreAfterTheWarning(ResumingStream stream) {
        List<ResumingStream.Event> all = stream.events();
        return stream.events("stream.draining").stream()
                .anyMatch(warning -> all.subList(all.indexOf(warning), all.size()).stream()
                        .anyMatch(event ->
                                event.type().equals("card.status") && event.connection() == warning.connection()));
    }

    private static boolean hasChanges(ResumingStream stream) {
        return stream.events("card.status").size() > 3;
    }

    private static boolean goesOn(ResumingStream stream) {
        List<ResumingStream.Event> changes = stream.events("card.status");
        return changes.get(changes.size() - 1).connection() == stream.connections();
    }

    private static boolean isLive(SseClient stream) {
        return !stream.events("stream.live").isEmpty();
    }

    private static boolean isExpired(SseClient stream) {
        return !stream.events("stream.expired").isEmpty();
    }

    private static List<Long> positions(ResumingStream stream) {
        return stream.events("card.status").stream()
                .map(ResumingStream.Event::position)
                .toList();
    }

    /** What the stream had to be told: its cards' changes behind the place where it was live first. */
    private static List<Long> log(ResumingStream stream) throws SQLException {
        List<Long> positions = new ArrayList<>();
        try (Connection store = DriverManager.getConnection(
                        "jdbc:" + System.getProperty("cardwire.database.url"),
                        System.getProperty("cardwire.database.username"),
                        System.getProperty("cardwire.database.password"));
                var statement = store.prepareStatement("select position from card_change where status_changed"
                        + " and position > ? and cast(card_id as text) like ? order by position")) {
            statement.setLong(1, stream.events("stream.live").get(0).position());
            statement.setString(
                    2, stream.query().startsWith(BY_CARD) ? stream.query().substring(BY_CARD.length()) : "%");
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                positions.add(rows.getLong(1));
            }
        }
        return positions;
    }
}
