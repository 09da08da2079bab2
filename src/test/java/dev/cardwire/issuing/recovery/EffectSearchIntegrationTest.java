// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.Cards;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.Operation;
import dev.cardwire.issuing.operation.OperationKind;
import dev.cardwire.issuing.operation.OperationSteps;
import dev.cardwire.issuing.operation.Operations;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayJson;
import dev.cardwire.uqpay.client.Failures;
import dev.cardwire.uqpay.client.ListedCards;
import dev.cardwire.uqpay.client.ReadCards;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Twenty hours after it was sent an operation is not repeated any more. Here the answer was lost, and so was the event;
 * the row is made older, since nobody waits twenty hours. A search also goes with each repeat that tells nothing.
 */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class EffectSearchIntegrationTest {

    @Inject
    OperationSteps steps;

    @Inject
    Operations operations;

    @Inject
    Cards cards;

    @Inject
    Uqpay uqpay;

    @Inject
    AgroalDataSource store;

    @BeforeEach
    void loseEvents() {
        Api.behave(Map.of("webhook_drop_rate", 1));
    }

    /** What was there before the events began to be lost. */
    private UUID activeCard(String product) {
        Api.behaveWell();
        UUID card = UUID.fromString(Api.activeCard(product, "10"));
        loseEvents();
        return card;
    }

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Test
    void joinsTheCardThatCarriesTheTag() throws Exception {
        Sent issue = sent(OperationKind.ISSUE_CARD, null, tagged -> cardBody(tagged));
        UUID cardId = join(uqpay.createCard(issue.body, issue.call)).cardId();
        awaitTruth(cardId, "card_status", "ACTIVE");
        age(issue.id);
        awaitState(issue.id, "ACCEPTED");
        assertThat(Api.operation(issue.id.toString()).getString("card_id")).isEqualTo(cardId.toString());
        JsonPath card = Api.card(cardId.toString());
        assertThat(card.getString("cardholder_id")).isEqualTo(Api.HOLDER);
        assertThat(card.getString("card_status")).as("what the look saw").isEqualTo("ACTIVE");
        assertThat(card.getString("card_number")).isNotNull();
        assertThat(card.getString("usage_type"))
                .as("what only the request said")
                .isEqualTo("NORMAL");
    }

    @Test
    void sendsNothingThatUqpayMayHaveForgotten() throws Exception {
        Sent issue = sent(OperationKind.ISSUE_CARD, null, tagged -> cardBody(tagged));
        age(issue.id);
        awaitState(issue.id, "UNRESOLVED");
        assertThat(join(uqpay.createCard(issue.body, issue.call)).cardId())
                .as("the key was never used, so this is the first card it makes")
                .isNotNull();
        assertThat(Api.caller()
                        .get("/simulator/control/cards?idempotency_key=" + issue.call.upstreamKey())
                        .jsonPath()
                        .getList("data"))
                .hasSize(1);
    }

    @Test
    void looksBehindAFirstPageThatDoesNotSayHowManyFollow() throws Exception {
        Sent issue = sent(OperationKind.ISSUE_CARD, null, tagged -> cardBody(tagged));
        UqpayCard made = listed(issue.id);
        ListedCards list = new ListedCards(Failures.unanswered(), page -> Uni.createFrom()
                .item(ListedCards.page(page == 2 ? made : listed(UUID.randomUUID()))));
        assertThat(join(new EffectSearch(list, cards, operations).at(issuing(issue.id), Optional.empty())))
                .isTrue();
        assertThat(list.asked).containsExactly(1, 2);
        assertThat(Api.operation(issue.id.toString()).getString("card_id"))
                .isEqualTo(made.cardId().toString());
    }

    @Test
    void findsNothingOnlyAtTheListsEnd() {
        ListedCards ending = new ListedCards(Failures.unanswered(), page -> Uni.createFrom()
                .item(page < 4 ? ListedCards.page(listed(UUID.randomUUID())) : ListedCards.page()));
        ListedCards endless = new ListedCards(
                Failures.unanswered(), page -> Uni.createFrom().item(ListedCards.page(listed(UUID.randomUUID()))));
        Operation operation = issuing(UUID.randomUUID());
        assertThat(join(new EffectSearch(ending, cards, operations).at(operation, Optional.empty())))
                .isFalse();
        assertThatThrownBy(() -> join(new EffectSearch(endless, cards, operations).at(operation, Optional.empty())))
                .as("to be looked at again, and not to be given up")
                .isInstanceOf(UqpayException.class);
    }

    @Test
    void looksNoFurtherThanTheCardsThatWereThereBefore() {
        Instant asked = Instant.now();
        ListedCards endless = new ListedCards(Failures.unanswered(), page -> Uni.createFrom()
                .item(ListedCards.page(made(asked.minus(Duration.ofHours(10L * page))))));
        Operation operation = issuing(UUID.randomUUID(), asked);
        assertThat(join(new EffectSearch(endless, cards, operations).at(operation, Optional.empty())))
                .isFalse();
        assertThat(endless.asked).as("a day is left for clocks and zones").containsExactly(1, 2, 3);
    }

    /** A card of somebody else's, from this moment. */
    private static UqpayCard made(Instant at) {
        return ReadCards.card("""
                {"card_id": "%s", "card_status": "ACTIVE", "create_time": "%s"}""".formatted(UUID.randomUUID(), at), Instant.now());
    }

    private static Operation issuing(UUID id) {
        return issuing(id, Instant.EPOCH);
    }

    private static Operation issuing(UUID id, Instant createdAt) {
        return OperationSteps.issuing(id, createdAt);
    }

    /** A card in a list that carries an operation's tag. */
    private static UqpayCard listed(UUID operationId) {
        return ReadCards.card("""
                {"card_id": "%s", "card_status": "ACTIVE", "metadata": {"cardwire_operation_id": "%s"}}""".formatted(UUID.randomUUID(), operationId), Instant.now());
    }

    @Test
    void acceptsAStatusThatTheCardShows() throws Exception {
        UUID card = activeCard(Api.SHARE);
        Sent freeze = sent(OperationKind.UPDATE_STATUS, card, tag -> status("FROZEN"));
        join(uqpay.act(card, "status", status("FROZEN"), freeze.call));
        awaitTruth(card, "card_status", "FROZEN");
        age(freeze.id);
        awaitState(freeze.id, "ACCEPTED");
        Api.awaitCard(card.toString(), "card_status", "FROZEN");
    }

    @Test
    void leavesAStatusThatTheCardDoesNotShowToAnOperator() throws Exception {
        UUID card = activeCard(Api.SHARE);
        Sent freeze = sent(OperationKind.UPDATE_STATUS, card, tag -> status("FROZEN"));
        age(freeze.id);
        awaitState(freeze.id, "UNRESOLVED");
    }

    @Test
    void acceptsAnUpdateThatTheCardShows() throws Exception {
        UUID card = activeCard(Api.SHARE);
        ObjectNode wanted = update();
        Sent update = sent(OperationKind.UPDATE_CARD, card, tag -> wanted);
        join(uqpay.updateCard(card, wanted, update.call));
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        join(uqpay.card(card, CallPurpose.READ)).cardLimit().compareTo(new BigDecimal("77.5")) == 0);
        age(update.id);
        awaitState(update.id, "ACCEPTED");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> new BigDecimal(Api.card(card.toString()).getString("card_limit"))
                                .compareTo(new BigDecimal("77.5"))
                        == 0);
    }

    @Test
    void leavesAnUpdateOfWhichTheCardShowsOnlyAPart() throws Exception {
        UUID card = activeCard(Api.SHARE);
        Sent update = sent(OperationKind.UPDATE_CARD, card, tag -> update());
        ObjectNode limitAlone = UqpayJson.object().put("card_limit", new BigDecimal("77.50"));
        join(uqpay.updateCard(card, limitAlone, update.call));
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        join(uqpay.card(card, CallPurpose.READ)).cardLimit().compareTo(new BigDecimal("77.5")) == 0);
        age(update.id);
        awaitState(update.id, "UNRESOLVED");
    }

    @Test
    void acceptsAChangeOfACardholderThatIsShown() throws Exception {
        ObjectNode wanted = UqpayJson.object().put("nationality", "DE");
        wanted.putObject("residential_address")
                .put("country", "DE")
                .put("city", "Bonn")
                .put("line1", "Am Markt 1");
        Sent change = sentForHolder(wanted);
        join(uqpay.updateCardholder(HOLDER, wanted, change.call));
        age(change.id);
        awaitState(change.id, "ACCEPTED");
    }

    @Test
    void leavesAChangeOfACardholderThatIsNotShownToAnOperator() throws Exception {
        Sent other = sentForHolder(UqpayJson.object().put("nationality", "FR"));
        age(other.id);
        awaitState(other.id, "UNRESOLVED");
        ObjectNode identity = UqpayJson.object();
        identity.putObject("identity").put("type", "PASSPORT");
        Sent unseen = sentForHolder(identity);
        age(unseen.id);
        awaitState(unseen.id, "UNRESOLVED");
    }

    @Test
    void neverJoinsMoneyByItsAmount() throws Exception {
        UUID card = activeCard(Api.SINGLE);
        Sent recharge =
                sent(OperationKind.RECHARGE, card, tag -> UqpayJson.object().put("amount", BigDecimal.ONE));
        join(uqpay.act(card, "recharge", UqpayJson.object().put("amount", BigDecimal.ONE), recharge.call));
        age(recharge.id);
        awaitState(recharge.id, "UNRESOLVED");
    }

    @Test
    void leavesWhatCannotBeLookedAtForAWeekToAnOperator() throws Exception {
        Sent issue = sent(OperationKind.ISSUE_CARD, null, tagged -> cardBody(tagged));
        Sent young = sent(OperationKind.ISSUE_CARD, null, tagged -> cardBody(tagged));
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 500));
        age(young.id, Duration.ofDays(6));
        age(issue.id, Duration.ofDays(7));
        awaitState(issue.id, "UNRESOLVED");
        awaitState(young.id, "IN_DOUBT");
    }

    /** UQPAY may keep a failed answer under the key; then no repeat tells what the card list shows. */
    @Test
    void searchesWhileItRepeats() throws Exception {
        Sent issue = sent(OperationKind.ISSUE_CARD, null, tagged -> cardBody(tagged));
        ObjectNode other = issue.body.deepCopy().put("card_limit", BigDecimal.ONE);
        UUID cardId = join(uqpay.createCard(other, issue.call)).cardId();
        age(issue.id, Duration.ZERO);
        awaitState(issue.id, "ACCEPTED");
        assertThat(Api.operation(issue.id.toString()).getString("card_id")).isEqualTo(cardId.toString());
    }

    @Test
    void searchThatFindsNothingEndsNothingWhileItRepeats() throws Exception {
        Sent issue = sent(OperationKind.ISSUE_CARD, null, tagged -> cardBody(tagged));
        join(uqpay.createCard(cardBody(UUID.randomUUID()), issue.call));
        age(issue.id, Duration.ZERO);
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(
                        Api.operation(issue.id.toString()).getString("problem.detail"))
                .contains("Tried 3 times"));
        assertThat(Api.operation(issue.id.toString()).getString("state")).isEqualTo("IN_DOUBT");
    }

    private static final UUID HOLDER = UUID.fromString(Api.HOLDER);

    private record Sent(UUID id, ObjectNode body, UqpayCall call) {}

    private interface Body {
        ObjectNode of(UUID operationId);
    }

    /** An operation whose first sender died between its note and UQPAY's answer. */
    private Sent sent(OperationKind kind, @Nullable UUID card, Body body) {
        String key = UUID.randomUUID().toString();
        return sent(new Intent(kind, "tester", key, "POST /v1/late", UqpayJson.object(), card), body);
    }

    private Sent sentForHolder(ObjectNode body) {
        String key = UUID.randomUUID().toString();
        return sent(Intent.ofCardholder(HOLDER, "tester", key, "PATCH /v1/late", UqpayJson.object()), tag -> body);
    }

    private Sent sent(Intent intent, Body body) {
        UUID won = steps.claim(intent);
        ObjectNode request = body.of(won);
        assertThat(OperationSteps.send(operations, won, request)).isTrue();
        UqpayCall call = new UqpayCall(
                join(operations.find(won)).orElseThrow().upstreamKey(),
                true,
                Instant.now().plusSeconds(60),
                CallPurpose.ISSUING);
        return new Sent(won, request, call);
    }

    private static ObjectNode cardBody(UUID tag) {
        ObjectNode body = UqpayJson.object()
                .put("cardholder_id", Api.HOLDER)
                .put("card_product_id", Api.SHARE)
                .put("card_currency", "USD")
                .put("card_limit", BigDecimal.TEN);
        body.putObject("metadata").put("cardwire_operation_id", tag.toString());
        return body;
    }

    private static ObjectNode status(String wanted) {
        return UqpayJson.object().put("card_status", wanted);
    }

    private static ObjectNode update() {
        ObjectNode body = UqpayJson.object().put("card_limit", new BigDecimal("77.50"));
        body.putObject("risk_controls").put("enable_3ds", "Y");
        body.putObject("metadata").put("order", "late").put("cardwire_operation_id", "x");
        body.putArray("spending_controls")
                .addObject()
                .put("amount", new BigDecimal("12.30"))
                .put("interval", "PER_TRANSACTION");
        return body;
    }

    private void age(UUID id) throws Exception {
        age(id, Duration.ofHours(20));
    }

    private void age(UUID id, Duration since) throws Exception {
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement("update operation set"
                        + " sent_at = now() - make_interval(secs => ?), deadline = now() where operation_id = ?")) {
            statement.setDouble(1, since.toSeconds());
            statement.setObject(2, id);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static void awaitState(UUID id, String state) {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> state.equals(Api.operation(id.toString()).getString("state")));
    }

    private static void awaitTruth(UUID card, String field, String value) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> value.equals(Api.truth(card.toString()).getString("data[0]." + field)));
    }

    private static <T> T join(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(20));
    }
}
