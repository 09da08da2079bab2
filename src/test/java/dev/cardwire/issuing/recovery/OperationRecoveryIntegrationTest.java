// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.OperationKind;
import dev.cardwire.issuing.operation.OperationSteps;
import dev.cardwire.issuing.operation.Operations;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.uqpay.UqpayJson;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever was sent once can be sent again, also what a caller could not send any more. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class OperationRecoveryIntegrationTest {

    @TestHTTPResource("/")
    URL base;

    @Inject
    OperationSteps steps;

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Inject
    Operations operations;

    @Inject
    AgroalDataSource store;

    @Test
    void repeatsARequestWithANumberThatIsLongWhenItIsWrittenOut() throws Exception {
        UUID id = claimed();
        ObjectNode body = UqpayJson.object()
                .put("cardholder_id", Api.HOLDER)
                .put("card_product_id", Api.SHARE)
                .put("card_currency", "USD")
                .put("card_limit", BigDecimal.TEN);
        body.putObject("metadata").put("cardwire_operation_id", id.toString()).put("n", new BigDecimal("1e200"));
        assertThat(OperationSteps.send(operations, id, body)).isTrue();
        abandon(id);
        await().atMost(Duration.ofSeconds(90))
                .until(() -> "ACCEPTED".equals(Api.operation(id.toString()).getString("state")));
        assertThat(Api.operation(id.toString()).getString("card_id")).isNotNull();
    }

    @Test
    void cardThatItsEventMadeKnownHasWhatWasAskedFor() {
        Api.activeCard(Api.SHARE, "10"); // what the rules ask for is known from now on
        // every answer is lost, the card is made and its event comes
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 500, "http_error_after_work", true));
        String operation = Api.issue(Api.newKey(), """
                        {"cardholder_id": "%s", "card_product_id": "%s", "card_currency": "SGD", "card_limit": "55.50",
                         "usage_type": "ONE_TIME", "auto_cancel_trigger": "ON_AUTH"}""".formatted(Api.HOLDER, Api.SHARE))
                .then()
                .statusCode(201) // the event ends it, and the caller waits for no answer after that
                .extract()
                .path("operation_id");
        await().atMost(Duration.ofSeconds(90))
                .until(() -> "ACCEPTED".equals(Api.operation(operation).getString("state")));
        String card = Api.operation(operation).getString("card_id");
        Api.awaitCard(card, "card_status", "ACTIVE");
        JsonPath known = Api.card(card);
        assertThat(known.getString("card_limit")).isEqualTo("55.50");
        assertThat(known.getString("card_currency")).isEqualTo("SGD");
        assertThat(known.getString("usage_type")).isEqualTo("ONE_TIME");
    }

    @Test
    void repeatIsAnsweredLikeTheCallerWhoseAnswerIsLost() {
        Api.activeCard(Api.SHARE, "10");
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 500, "http_error_after_work", true));
        String key = Api.newKey();
        String card = Api.issue(key, Api.issueBody(Api.SHARE, "7"))
                .then()
                .statusCode(201)
                .extract()
                .path("card_id");
        Api.issue(key, Api.issueBody(Api.SHARE, "7"))
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", equalTo("true"))
                .body("card_id", equalTo(card));
    }

    @Test
    void doubtTellsWhatWasLastSeenAndWhoAsked() {
        Api.activeCard(Api.SHARE, "10");
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 500));
        String operation = Api.issue(Api.newKey(), Api.issueBody(Api.SHARE, "7"))
                .then()
                .statusCode(202)
                .extract()
                .path("operation_id");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Api.operation(operation).getString("problem.detail"))
                        .contains("Tried", "500"));
        JsonPath seen = Api.operation(operation);
        assertThat(seen.getString("state")).isEqualTo("IN_DOUBT");
        assertThat(seen.getString("request_id")).isNotNull();
        Api.caller()
                .get("/v1/operations?state=IN_DOUBT&caller=" + seen.getString("caller"))
                .then()
                .statusCode(200)
                .body("data.operation_id", hasItem(operation));
        Api.caller().get("/v1/operations?caller=nobody").then().statusCode(200).body("data", hasSize(0));
    }

    /** A change of a card names its issuing too, by the tag in its metadata; its order is another one. */
    @Test
    void issuingTakesNoOrderFromAChangeOfItsCard() throws Exception {
        UUID id = claimed();
        UUID card = UUID.randomUUID();
        assertThat(OperationSteps.send(operations, id, UqpayJson.object())).isTrue();
        deliver("card.update.succeeded", "order-of-the-change", card, id);
        assertThat(Api.operation(id.toString()).getString("state")).isEqualTo("ACCEPTED");
        assertThat(Api.operation(id.toString()).getString("card_order_id")).isNull();
        deliver("card.create.succeeded", "order-of-the-card", card, id);
        assertThat(Api.operation(id.toString()).getString("card_order_id")).isEqualTo("order-of-the-card");
        assertThat(Api.operation(id.toString()).getString("order_status")).isEqualTo("SUCCESS");
    }

    private void deliver(String type, String order, UUID card, UUID operation) throws Exception {
        String body = """
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"%s","event_id":"%s","source_id":"%s",
                 "data":{"card_id":"%s","card_status":"ACTIVE","metadata":{"cardwire_operation_id":"%s"}}}""".formatted(type, UUID.randomUUID(), order, card, operation);
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        SignedEvents.delivery(base.toString().replaceAll("/$", ""), body),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private UUID claimed() {
        Intent intent = new Intent(
                OperationKind.ISSUE_CARD,
                "tester",
                UUID.randomUUID().toString(),
                "POST /v1/cards",
                UqpayJson.object(),
                null);
        return steps.claim(intent);
    }

    /** As if its first sender had died before the first byte left. */
    private void abandon(UUID id) throws Exception {
        try (Connection connection = store.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update operation set deadline = now() where operation_id = ?")) {
            statement.setObject(1, id);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
