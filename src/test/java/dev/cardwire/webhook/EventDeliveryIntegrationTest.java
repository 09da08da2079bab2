// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.ParkedReports;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class EventDeliveryIntegrationTest {

    private static final String T1 = "2026-04-10T18:00:00+08:00";
    private static final String T2 = "2026-04-10T18:10:00+08:00";

    @TestHTTPResource("/")
    URL base;

    @Inject
    AgroalDataSource store;

    @Inject
    RedisDataSource redis;

    @Inject
    ParkedReports parked;

    private Hooks hooks;

    @BeforeEach
    void connect() {
        hooks = new Hooks(base);
    }

    @Test
    void tenCopiesAtOnceHaveOneEffect() throws Exception {
        UUID card = knownCard();
        for (int round = 0; round < 20; round++) {
            String time = "2026-04-10T18:%02d:00+08:00".formatted(round);
            byte[] body = Hooks.bytes(Hooks.status(card, round % 2 == 0 ? "FROZEN" : "ACTIVE", time));
            List<CompletableFuture<Hooks.Answer>> copies = new ArrayList<>();
            for (int copy = 0; copy < 10; copy++) {
                copies.add(hooks.send(body));
                if (copy == 5 && round % 3 == 0) {
                    redis.flushall();
                }
            }
            List<String> outcomes =
                    copies.stream().map(copy -> copy.join().outcome()).sorted().toList();
            List<String> wanted = new ArrayList<>(Collections.nCopies(10, "duplicate"));
            wanted.set(0, "applied");
            assertThat(outcomes).isEqualTo(wanted);
            redis.flushall();
            assertThat(hooks.send(body).join().outcome()).isEqualTo("duplicate");
        }
        assertThat(changes(card)).hasSize(21);
    }

    /** Nothing but the inbox tells an old fact from a new one: it has no time, and no status that the lifecycle absorbs. */
    @Test
    void undatedFactThatComesAgainHasNoSecondEffect() throws Exception {
        UUID card = knownCard();
        ObjectNode first = limit(card, "111");
        assertThat(hooks.outcome(first)).isEqualTo("applied");
        assertThat(hooks.outcome(limit(card, "222"))).isEqualTo("applied");
        int version = card(card).extract().path("version");
        redis.flushall();
        assertThat(hooks.outcome(first)).isEqualTo("duplicate");
        redis.flushall();
        // in one batch with a new one, which a duplicate must not take along
        CompletableFuture<Hooks.Answer> copy = hooks.send(Hooks.bytes(first));
        assertThat(hooks.outcome(Hooks.status(card, "FROZEN", T1))).isEqualTo("applied");
        assertThat(copy.join().outcome()).isEqualTo("duplicate");
        card(card)
                .body("card_limit", equalTo("222"))
                .body("card_status", equalTo("FROZEN"))
                .body("version", equalTo(version + 1));
    }

    private static ObjectNode limit(UUID card, String limit) {
        ObjectNode event = Hooks.event("card.update.succeeded", card);
        Hooks.data(event).put("card_limit", limit);
        return event;
    }

    @Test
    void sameIdWithOtherBytesIsAConflictAndChangesNothing() throws Exception {
        UUID card = knownCard();
        ObjectNode first = Hooks.status(card, "FROZEN", T1);
        assertThat(hooks.outcome(first)).isEqualTo("applied");
        ObjectNode other = first.deepCopy();
        Hooks.data(other).put("card_status", "CANCELLED");
        assertThat(hooks.outcome(other)).isEqualTo("conflict");
        redis.flushall();
        assertThat(hooks.outcome(other)).isEqualTo("conflict");
        assertThat(hooks.outcome(first)).isEqualTo("duplicate");
        assertThat(Stored.query(
                        store,
                        "select count(*) from webhook_oddity where kind = 'conflict' and event_id = '"
                                + first.path("event_id").asText() + "'"))
                .containsExactly("1");
        card(card).body("card_status", equalTo("FROZEN"));
    }

    @Test
    void conflictThatNamesNoCardHasTheCardOfTheFirstRead() {
        UUID card = UUID.fromString(Api.issueCard());
        awaitStatus(card, "ACTIVE");
        ObjectNode untrue = Hooks.status(card, "FROZEN", Instant.now().toString());
        assertThat(hooks.outcome(untrue)).isEqualTo("applied");
        card(card).body("card_status", equalTo("FROZEN"));
        ObjectNode nameless = untrue.deepCopy();
        Hooks.data(nameless).remove("card_id");
        assertThat(hooks.outcome(nameless)).isEqualTo("conflict");
        awaitStatus(card, "ACTIVE");
    }

    @Test
    void eventsThatCameBeforeTheirCardAreAppliedWithIt() throws Exception {
        UUID card = UUID.randomUUID();
        ObjectNode frozen = Hooks.status(card, "FROZEN", T1);
        assertThat(hooks.outcome(frozen)).isEqualTo("parked");
        assertThat(hooks.outcome(Hooks.created(card))).isEqualTo("applied");
        card(card).body("card_status", equalTo("FROZEN")).body("version", equalTo(2));
        event(frozen).body("outcome", equalTo("applied")).body("card_id", equalTo(card.toString()));

        ObjectNode noCard = Hooks.event("card.create.failed", card);
        Hooks.data(noCard).remove("card_id");
        assertThat(hooks.outcome(noCard)).isEqualTo("parked");
        ObjectNode failed = Hooks.event("card.create.failed", UUID.randomUUID());
        failed.put("source_id", noCard.path("source_id").asText().toUpperCase(java.util.Locale.ROOT));
        assertThat(hooks.outcome(failed)).isEqualTo("applied");
        event(noCard).body("outcome", equalTo("ignored"));
    }

    /** As older events have it, which name no source (uqpay/webhooks.md 3). */
    @Test
    void eventThatNamesTheOrderOfItsCardInTheDataAloneWaitsForThatCard() {
        String order = UUID.randomUUID().toString();
        ObjectNode early = Hooks.event("card.create.failed", UUID.randomUUID());
        early.remove("source_id");
        Hooks.data(early).put("card_order_id", order).remove("card_id");
        assertThat(hooks.outcome(early)).isEqualTo("parked");
        ObjectNode failed = Hooks.event("card.create.failed", UUID.randomUUID()).put("source_id", order);
        assertThat(hooks.outcome(failed)).isEqualTo("applied");
        event(early).body("outcome", equalTo("ignored"));
    }

    @Test
    void eventThatNobodyUnderstandsWaitsForNoCardThatIsKnown() throws Exception {
        UUID known = knownCard();
        UUID unknown = UUID.randomUUID();
        assertThat(hooks.outcome(Hooks.event("card.invented.today", known))).isEqualTo("parked");
        assertThat(hooks.outcome(Hooks.event("card.invented.today", unknown))).isEqualTo("parked");
        assertThat(parked.awaited(Instant.EPOCH, 100_000).await().indefinitely())
                .extracting(ParkedReports.Awaited::cardId)
                .contains(unknown)
                .doesNotContain(known);
    }

    @Test
    void isolatesAnEventThatTheDatabaseRefuses() throws Exception {
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(Hooks.status(knownCard(), "FROZEN", T1));
        }
        ObjectNode poisoned = events.get(17);
        refuse("webhook_event", "new.facts is not null and new.event_id = '%s'", poisoned, "22023");
        try {
            List<CompletableFuture<Hooks.Answer>> answers =
                    events.stream().map(event -> hooks.send(Hooks.bytes(event))).toList();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).join().outcome()).isEqualTo(i == 17 ? "failed" : "applied");
            }
            assertThat(hooks.outcome(poisoned)).isEqualTo("duplicate");
            event(poisoned)
                    .body("reason", equalTo("PostgreSQL refused it: SQLSTATE 22023"))
                    .body("facts", equalTo(null));
        } finally {
            accept("webhook_event");
        }
    }

    @Test
    void triesAgainWhatLostARace() throws Exception {
        ObjectNode frozen = Hooks.status(knownCard(), "FROZEN", T1);
        Stored.execute(store, "create sequence tries");
        refuse("webhook_event", "new.event_id = '%s' and nextval('tries') < 3", frozen, "40P01");
        try {
            assertThat(hooks.outcome(frozen)).isEqualTo("applied");
        } finally {
            accept("webhook_event");
            Stored.execute(store, "drop sequence tries");
        }
    }

    @Test
    void replaysAFailedEventAsTheOperator() throws Exception {
        UUID card = knownCard();
        ObjectNode frozen = Hooks.status(card, "FROZEN", T1);
        refuse("card", "new.card_status = 'FROZEN' and new.card_id = '" + card + "'", frozen, "23514");
        try {
            assertThat(hooks.outcome(frozen)).isEqualTo("failed");
        } finally {
            accept("card");
        }
        replay(frozen).statusCode(200).body("outcome", equalTo("applied")).body("reason", equalTo(null));
        event(frozen).body("replayed_at", org.hamcrest.Matchers.notNullValue());
        card(card).body("card_status", equalTo("FROZEN"));
        assertThat(changes(card))
                .contains("OPERATOR FROZEN " + frozen.path("event_id").asText());
        List<Map<String, Object>> timeline = operator()
                .get("/v1/cards/" + card + "/timeline")
                .then()
                .statusCode(200)
                .extract()
                .path("data");
        assertThat(timeline).as("the replay itself").anySatisfy(row -> assertThat(row)
                .containsEntry("kind", "event")
                .containsEntry("cause", "operator")
                .containsEntry("event_id", frozen.path("event_id").asText()));
        replay(frozen)
                .statusCode(409)
                .body("code", equalTo("replay_not_possible"))
                .header("Retry-After", "5");
        assertThat(hooks.outcome(frozen)).isEqualTo("duplicate");
    }

    @Test
    void replayOfWhatIsStillNotKnownStaysParked() {
        ObjectNode waiting = Hooks.status(UUID.randomUUID(), "FROZEN", T1);
        hooks.outcome(waiting);
        replay(waiting).statusCode(200).body("outcome", equalTo("parked"));
        ObjectNode invented = Hooks.event("card.invented.yesterday", UUID.randomUUID());
        hooks.outcome(invented);
        replay(invented).statusCode(200).body("outcome", equalTo("parked"));
        replay(Hooks.event("never.sent", UUID.randomUUID())).statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void listsTheInboxPageByPage() throws Exception {
        UUID card = knownCard();
        hooks.outcome(Hooks.status(card, "FROZEN", T1));
        hooks.outcome(Hooks.status(card, "ACTIVE", T2));
        hooks.outcome(Hooks.status(card, "FROZEN", T1));
        JsonPath page = list("?card_id=" + card + "&limit=3").extract().jsonPath();
        assertThat(page.getList("data.outcome")).containsExactly("ignored", "applied", "applied");
        assertThat(page.getString("data[0].reason")).isEqualTo("a newer event was applied");
        JsonPath rest = list("?card_id=" + card + "&limit=3&cursor=" + page.getString("next_cursor"))
                .extract()
                .jsonPath();
        assertThat(rest.getList("data.event_type")).containsExactly("card.create.succeeded");
        assertThat(rest.getString("next_cursor")).isNull();
        assertThat(list("?outcome=ignored&card_id=" + card).extract().jsonPath().getList("data"))
                .hasSize(1);
        assertThat(list("?event_type=card.create.succeeded&card_id=" + card)
                        .extract()
                        .jsonPath()
                        .getList("data"))
                .hasSize(1);
        for (String broken : List.of("outcome=odd", "card_id=42", "limit=0", "limit=201", "cursor=x")) {
            operator()
                    .get("/v1/webhook-events?" + broken)
                    .then()
                    .statusCode(422)
                    .body("errors.field", hasItem(broken.substring(0, broken.indexOf('='))));
        }
        operator().get("/v1/webhook-events/" + UUID.randomUUID()).then().statusCode(404);
        operator().get("/v1/webhook-events/42").then().statusCode(404);
        given().get("/v1/webhook-events").then().statusCode(401);
        given().post("/v1/webhook-events/42/replay").then().statusCode(401);
    }

    private static void awaitStatus(UUID card, String status) {
        await().atMost(Duration.ofSeconds(20)).until(() -> status.equals(Api.statusOf(card.toString())));
    }

    private UUID knownCard() {
        UUID card = UUID.randomUUID();
        assertThat(hooks.outcome(Hooks.created(card))).isEqualTo("applied");
        return card;
    }

    private List<String> changes(UUID card) throws SQLException {
        return Stored.query(
                store,
                "select concat_ws(' ', cause, card_status, event_id) from card_change where card_id = '" + card
                        + "' order by position");
    }

    /** Plants a row that the database refuses. */
    private void refuse(String table, String when, ObjectNode event, String state) throws SQLException {
        Stored.execute(store, """
                create or replace function refuse_%1$s() returns trigger language plpgsql as $$
                begin if %2$s then raise exception 'planted' using errcode = '%3$s'; end if; return new; end $$;
                create trigger refuse_%1$s before insert or update on %1$s for each row
                    execute function refuse_%1$s()""".formatted(
                        table, when.formatted(event.path("event_id").asText()), state));
    }

    private void accept(String table) throws SQLException {
        Stored.execute(store, "drop trigger refuse_" + table + " on " + table);
    }

    private static ValidatableResponse card(UUID card) {
        return operator().get("/v1/cards/" + card).then().statusCode(200);
    }

    private static ValidatableResponse event(ObjectNode event) {
        return operator()
                .get("/v1/webhook-events/" + event.path("event_id").asText())
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse replay(ObjectNode event) {
        return operator()
                .post("/v1/webhook-events/" + event.path("event_id").asText() + "/replay")
                .then();
    }

    private static ValidatableResponse list(String query) {
        return operator().get("/v1/webhook-events" + query).then().statusCode(200);
    }

    private static io.restassured.specification.RequestSpecification operator() {
        return given().header("Authorization", "Bearer cardwire-dev-key");
    }
}
