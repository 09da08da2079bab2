// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.Cards;
import dev.cardwire.card.Outages;
import dev.cardwire.cluster.lease.DutyLease;
import dev.cardwire.reading.CardReader;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.SseClient;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.client.Failures;
import dev.cardwire.uqpay.client.ListedCards;
import dev.cardwire.uqpay.client.ReadCards;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no event told is found; the passes are the tests' own, because the application's come once an hour here. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class SweepIntegrationTest {

    private static final DutyLease ALWAYS = () -> Uni.createFrom().item(true);

    @TestHTTPResource("/")
    URL base;

    @Inject
    Sweep sweep;

    @Inject
    Uqpay uqpay;

    @Inject
    CardDirectory directory;

    @Inject
    Cards cards;

    @Inject
    SweepReads looks;

    @Inject
    Outages outages;

    @Inject
    CardListing listing;

    @Inject
    InstantSource clock;

    @Inject
    Pool pool;

    @Inject
    AgroalDataSource store;

    @Inject
    RedisDataSource redis;

    /** Other tests leave events about cards that never were; here they would only cost look-ups. */
    @BeforeEach
    void calm() throws SQLException {
        execute("update webhook_event set outcome = 'ignored' where outcome = 'parked'");
        behave(Map.of());
    }

    @AfterEach
    void reset() {
        Api.behaveWell();
    }

    private static void behave(Map<String, Object> behaviour) {
        Api.behaveWell();
        Map<String, Object> withoutLimit = new HashMap<>(behaviour);
        withoutLimit.put("rate_limit_per_minute", 0);
        Api.behave(withoutLimit);
    }

    @Test
    void lostBlockOfALongActiveCardIsFoundToldAndCountedOutOfTheSweepsCalls() throws Exception {
        String card = Api.activeCard();
        execute("update card set updated_at = now() - interval '90 days' where card_id = '" + card + "'");
        try (SseClient stream = SseClient.open(url(), "?card_id=" + card, "")) {
            await().until(() -> !stream.events("stream.live").isEmpty());
            blockUnheard(card);
            Map<String, Long> reads = calls("READ");
            Map<String, Long> sweeps = calls("SWEEP");
            double missed = missed();
            comparisonIsDue();
            pass();
            await().until(() -> !stream.events("card.status").isEmpty());
            assertThat(stream.events("card.status").get(0).data())
                    .contains("\"card_status\":\"BLOCKED\"", "\"cause\":\"reconciliation\"");
            assertThat(Api.statusOf(card)).isEqualTo("BLOCKED");
            assertThat(missed()).isGreaterThanOrEqualTo(missed + 1);
            assertThat(callsSince(reads, "READ")).isZero();
            assertThat(callsSince(sweeps, "SWEEP")).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void comparisonBeginsAgainAtOnceAfterAnOutageAndNotWithoutOne() throws Exception {
        pass();
        String card = Api.activeCard();
        blockUnheard(card);
        pass();
        assertThat(Api.statusOf(card)).as("nothing is due").isEqualTo("ACTIVE");
        execute("update webhook_watch set outages = outages + 1");
        pass();
        assertThat(Api.statusOf(card)).isEqualTo("BLOCKED");
    }

    @Test
    void anotherReplicaGoesOnWhereTheFirstStopped() throws Exception {
        String old = Api.activeCard();
        String recent = old;
        for (int i = 0; i < 10; i++) {
            recent = Api.activeCard();
        }
        comparisonIsDue();
        AtomicInteger steps = new AtomicInteger();
        // the first step begins it, the second compares the page with the ten newest cards
        comparison()
                .run(() -> Uni.createFrom().item(steps.incrementAndGet() <= 2))
                .await()
                .indefinitely();
        assertThat(number("select page from card_comparison")).isEqualTo(2);
        blockUnheard(old);
        blockUnheard(recent);
        comparison().run(ALWAYS).await().indefinitely();
        assertThat(Api.statusOf(old)).isEqualTo("BLOCKED");
        assertThat(Api.statusOf(recent)).as("its page was done before").isEqualTo("ACTIVE");
        assertThat(number("select page from card_comparison")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"invalid_request_error, bad_request", "card_error, card_not_found"})
    void listIsBelievedOfACardThatUqpayDoesNotShowByItself(String type, String code) throws Exception {
        String card = Api.activeCard();
        ListedCards list = new ListedCards(Failures.refused(type, code), page -> Uni.createFrom()
                .item(page == 1 ? ListedCards.page(blocked(card)) : ListedCards.page()));
        comparisonIsDue();
        comparison(list).run(ALWAYS).await().indefinitely();
        assertThat(Api.statusOf(card)).isEqualTo("BLOCKED");
        assertThat(list.asked).as("once more, behind the counter").containsExactly(1, 1, 2);
    }

    @Test
    void listThatAnEventOvertookIsNotBelieved() throws Exception {
        String card = Api.activeCard();
        AtomicInteger asked = new AtomicInteger();
        ListedCards list = new ListedCards(Failures.refused("card_error", "card_not_found"), page -> {
            Uni<UqpayPage<UqpayCard>> answer =
                    Uni.createFrom().item(page == 1 ? ListedCards.page(blocked(card)) : ListedCards.page());
            return asked.incrementAndGet() == 2 ? signalled(card).chain(() -> answer) : answer;
        });
        comparisonIsDue();
        comparison(list).run(ALWAYS).await().indefinitely();
        assertThat(Api.statusOf(card)).isEqualTo("ACTIVE");
    }

    /** A signal with a status came, as far as a read can tell. */
    private Uni<Void> signalled(String card) {
        return pool.query("update card set signals_seen = signals_seen + 1 where card_id = '" + card + "'")
                .execute()
                .replaceWithVoid();
    }

    private static UqpayCard blocked(String card) {
        return ReadCards.card(
                "{\"card_id\": \"" + card + "\", \"card_status\": \"BLOCKED\"}",
                Instant.now().plusSeconds(60));
    }

    @Test
    void cardThatUqpayDoesNotKnowIsUnknownAfterThreeReads() throws Exception {
        String card = Api.activeCard();
        execute("update card set created_at = now() - interval '1 hour' where card_id = '" + card + "'");
        ListedCards nothing = new ListedCards(Failures.refused("card_error", "card_not_found"), page -> Uni.createFrom()
                .item(ListedCards.page()));
        comparisonIsDue();
        comparison(nothing).run(ALWAYS).await().indefinitely();
        assertThat(number("select misses from card where read_wanted_at is not null and card_id = '" + card + "'"))
                .as("it is in no list, and was read")
                .isEqualTo(1);
        tenMinutesPass(card);
        readIn(nothing, card);
        readIn(nothing, card);
        assertThat(Api.statusOf(card)).as("the third read came too soon").isEqualTo("ACTIVE");
        tenMinutesPass(card);
        readIn(nothing, card);
        assertThat(Api.card(card).getString("card_status")).isEqualTo("UNKNOWN");
        assertThat(Api.card(card).getString("card_status_raw")).isEqualTo("NOT_FOUND");
        assertThat(text("select previous_status || cause from card_change where card_status = 'UNKNOWN' and card_id = '"
                        + card + "'"))
                .isEqualTo("ACTIVERECONCILIATION");
        assertThat(number("select count(*) from card where read_wanted_at is not null and card_id = '" + card + "'"))
                .isZero();
        looks.at(UUID.fromString(card)).await().indefinitely();
        assertThat(Api.statusOf(card)).as("UQPAY shows it again").isEqualTo("ACTIVE");
        assertThat(number("select misses from card where card_id = '" + card + "'"))
                .isZero();
    }

    /** An account or a route that is not found says nothing of a card. */
    @ParameterizedTest
    @CsvSource({"account_error, sub_account_not_found", "card_error, invalid_number"})
    void otherRefusalsAreNoMisses(String type, String code) throws Exception {
        String card = Api.activeCard();
        ListedCards refusing = new ListedCards(
                Failures.refused(type, code), page -> Uni.createFrom().item(ListedCards.page()));
        try {
            readIn(refusing, card);
        } catch (UqpayException refused) {
            assertThat(refused).hasMessageContaining(code);
        }
        assertThat(number("select misses from card where card_id = '" + card + "'"))
                .isZero();
    }

    @Test
    void operatorsReadShowsAtOnceThatUqpayDoesNotKnowACard() throws Exception {
        String card = UUID.randomUUID().toString();
        String body = """
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.create.succeeded","event_id":"%s",
                 "source_id":"%s","data":{"card_id":"%s","card_status":"ACTIVE","mode_type":"SHARE"}}""".formatted(UUID.randomUUID(), UUID.randomUUID(), card);
        HttpClient.newHttpClient().send(SignedEvents.delivery(url(), body), HttpResponse.BodyHandlers.discarding());
        assertThat(Api.statusOf(card)).isEqualTo("ACTIVE");
        Api.caller().post("/v1/cards/" + card + "/reconcile").then().statusCode(404);
        assertThat(Api.statusOf(card)).isEqualTo("UNKNOWN");
    }

    private void tenMinutesPass(String card) throws SQLException {
        execute("update card set missed_as_of = missed_as_of - 600 where card_id = '" + card + "'");
    }

    private void readIn(Uqpay other, String card) {
        reader(other).sweep(UUID.fromString(card)).await().indefinitely();
    }

    private CardReader reader(Uqpay other) {
        return new CardReader(directory, other, cards, clock, ReconcileSettings.reads());
    }

    private Comparison comparison(Uqpay listing) {
        ReconcileConfig config = ReconcileSettings.with(Map.of());
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        SweepReads own = new SweepReads(reader(listing), metrics);
        return new Comparison(
                new CardPages(listing, metrics),
                directory,
                own,
                new CardListing(pool, directory),
                new ComparisonPlace(pool, outages, config),
                config,
                metrics);
    }

    @Test
    void cardThatStaysPendingForTooLongIsRead() throws Exception {
        behave(Map.of("webhook_drop_rate", 1.0));
        String card = Api.issueCard();
        await().until(() -> atUqpay(card).equals("ACTIVE"));
        execute("update card set updated_at = now() - interval '2 minutes' where card_id = '" + card + "'");
        pass();
        assertThat(Api.statusOf(card)).isEqualTo("ACTIVE");
    }

    @Test
    void eventThatNamesOnlyItsOrderIsSettledWhenTheOrderIsLookedUp() throws Exception {
        behave(Map.of("issue_delay_ms", 1_000, "issue_outcome", "fail", "create_failed_card_id", "absent"));
        String card = Api.issueCard();
        // as if it had been made elsewhere: then the event finds neither card nor order
        execute("delete from operation where card_id = '" + card + "'");
        execute("delete from card where card_id = '" + card + "'");
        await().until(() -> number("select count(*) from webhook_event where outcome = 'parked'") == 1);
        String event = text("select event_id from webhook_event where outcome = 'parked'");
        pass();
        assertThat(Api.statusOf(card)).isEqualTo("FAILED");
        assertThat(Api.caller().get("/v1/webhook-events/" + event).<String>path("outcome"))
                .isIn("applied", "ignored");
    }

    private void pass() {
        sweep.pass(ALWAYS).await().indefinitely();
    }

    /** As another process would have it, with pages of ten cards. */
    private Comparison comparison() {
        ReconcileConfig config = ReconcileSettings.with(Map.of("sweep.page", "10"));
        ComparisonPlace places = new ComparisonPlace(pool, outages, config);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        return new Comparison(new CardPages(uqpay, metrics), directory, looks, listing, places, config, metrics);
    }

    private void comparisonIsDue() throws SQLException {
        execute("update card_comparison set page = 0, began_at = null");
    }

    /** UQPAY blocks the card, and the event never comes. */
    private static void blockUnheard(String card) {
        Api.blockUnheard(card);
        assertThat(atUqpay(card)).isEqualTo("BLOCKED");
        behave(Map.of());
    }

    private static String atUqpay(String card) {
        return given().get("/simulator/control/cards?limit=100000")
                .path("data.find { it.card_id == '" + card + "' }.card_status");
    }

    /** Calls for a purpose in each of the minutes that Redis still knows. */
    private Map<String, Long> calls(String purpose) {
        Map<String, Long> minutes = new HashMap<>();
        for (String minute : redis.key().keys("cardwire:*:calls:*")) {
            String count = redis.hash(String.class).hget(minute, purpose);
            minutes.put(minute, count == null ? 0 : Long.parseLong(count));
        }
        return minutes;
    }

    private long callsSince(Map<String, Long> before, String purpose) {
        return calls(purpose).entrySet().stream()
                .mapToLong(minute -> minute.getValue() - before.getOrDefault(minute.getKey(), 0L))
                .sum();
    }

    private static double missed() {
        String metrics = Api.caller().get("/q/metrics").asString();
        return Double.parseDouble(metrics.replaceAll("(?s).*\ncardwire_webhook_missed_total (\\S+).*", "$1"));
    }

    private String url() {
        return base.toString().replaceAll("/$", "");
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
