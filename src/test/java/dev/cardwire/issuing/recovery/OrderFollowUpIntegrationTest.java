// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.cluster.lease.DutyLease;
import dev.cardwire.issuing.operation.Acceptances;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.uqpay.UqpayAcceptance;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
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

/** A write that was taken on ends known, also when its event is lost or does not name the card. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class OrderFollowUpIntegrationTest {

    private static final DutyLease ALWAYS = () -> Uni.createFrom().item(true);

    @TestHTTPResource("/")
    URL base;

    @Inject
    OrderFollowUp openOrders;

    @Inject
    Acceptances acceptances;

    @Inject
    AgroalDataSource store;

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Test
    void rechargeWhoseEventIsLostEndsAndTheBalanceFollows() throws Exception {
        String card = Api.activeCard(Api.SINGLE, "10");
        Api.behave(Map.of("webhook_drop_rate", 1));
        String operation = recharge(card, "5.00");
        assertThat(Api.operation(operation).getString("order_status")).isNotEqualTo("SUCCESS");
        awaitOrderAtUqpay(card);
        follow(operation);
        assertThat(Api.operation(operation).getString("order_status")).isEqualTo("SUCCESS");
        await().atMost(Duration.ofSeconds(20)).until(() -> "15"
                .equals(Api.card(card).getString("available_balance").replaceAll("\\.0+$", "")));
    }

    /** Nobody asks for an order that has ended, and its event is lost like any other. */
    @Test
    void changeThatIsASuccessAtOnceIsSeenWithoutItsEvent() {
        String card = Api.activeCard(Api.SHARE, "10");
        Api.behave(Map.of("webhook_drop_rate", 1));
        Api.caller(Api.newKey())
                .body(Map.of("card_status", "FROZEN"))
                .post("/v1/cards/" + card + "/status")
                .then()
                .statusCode(202);
        awaitOrderAtUqpay(card);
        assertThat(Api.card(card).getString("card_status")).isEqualTo("ACTIVE");
        UUID id = UUID.fromString(card);
        acceptances
                .change(
                        UUID.randomUUID(),
                        id,
                        new UqpayAcceptance(id, "ended-at-once", null, "SUCCESS", null, null, null))
                .await()
                .indefinitely();
        Api.awaitCard(card, "card_status", "FROZEN");
    }

    @Test
    void orderThatFailedSaysSo() throws Exception {
        String card = Api.activeCard(Api.SINGLE, "10");
        Api.behave(Map.of("webhook_drop_rate", 1, "order_outcome", "fail"));
        String operation = recharge(card, "5.00");
        awaitOrderAtUqpay(card);
        follow(operation);
        assertThat(Api.operation(operation).getString("order_status")).isEqualTo("FAILED");
    }

    @Test
    void failureThatItsEventDidNotExplainIsExplainedByTheOrder() throws Exception {
        String card = Api.activeCard(Api.SINGLE, "10");
        Api.behave(Map.of("webhook_drop_rate", 1, "order_outcome", "fail"));
        String operation = recharge(card, "5.00");
        awaitOrderAtUqpay(card);
        deliver(failed(operation));
        assertThat(Api.operation(operation).getString("order_status")).isEqualTo("FAILED");
        assertThat(Api.operation(operation).getString("failure_code")).isNull();
        follow(operation);
        assertThat(Api.operation(operation).getString("failure_code")).isEqualTo("order_failed");
    }

    @Test
    void cardThatWasNotMadeSaysWhy() throws Exception {
        Api.behave(Map.of("issue_outcome", "fail"));
        JsonPath issued = Api.issue(Api.newKey(), Api.issueBody(Api.SHARE, "10"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String card = issued.getString("card_id");
        Api.awaitCard(card, "card_status", "FAILED");
        assertThat(Api.card(card).getString("failure_code")).isNull();
        follow(issued.getString("operation_id"));
        assertThat(Api.card(card).getString("failure_code")).isEqualTo("order_failed");
        assertThat(Api.operation(issued.getString("operation_id")).getString("failure_code"))
                .isEqualTo("order_failed");
    }

    @Test
    void failureStaysOneWhateverTheOrderSays() throws Exception {
        String card = Api.activeCard(Api.SINGLE, "10");
        Api.behave(Map.of("webhook_drop_rate", 1));
        String operation = recharge(card, "5.00");
        deliver(failed(operation));
        awaitOrderAtUqpay(card);
        follow(operation);
        assertThat(Api.operation(operation).getString("order_status")).isEqualTo("FAILED");
    }

    private static String failed(String operation) {
        return """
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.recharge.failed","event_id":"%s",\
                "source_id":"%s","data":{"order_status":"FAILED"}}""".formatted(UUID.randomUUID(), Api.operation(operation).getString("card_order_id"));
    }

    @Test
    void orderThatIsStillOpenIsAskedForAgain() throws Exception {
        String card = Api.activeCard(Api.SINGLE, "10");
        Api.behave(Map.of("webhook_drop_rate", 1, "order_outcome", "stay_pending"));
        String operation = recharge(card, "5.00");
        follow(operation);
        assertThat(Api.operation(operation).getString("order_status")).isNotIn("SUCCESS", "FAILED");
        assertThat(Api.operation(operation).getString("state")).isEqualTo("ACCEPTED");
    }

    @Test
    void eventThatNamesOnlyTheOrderIsJoinedByIt() throws Exception {
        String card = Api.activeCard(Api.SINGLE, "10");
        Api.behave(Map.of("webhook_drop_rate", 1, "order_outcome", "stay_pending"));
        String operation = recharge(card, "5.00");
        String order = Api.operation(operation).getString("card_order_id");
        String event = UUID.randomUUID().toString();
        assertThat(deliver("""
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.recharge.failed","event_id":"%s",\
                "source_id":"%s","data":{"amount":"5.00","order_status":"FAILED"}}""".formatted(event, order))).contains("ignored");
        assertThat(Api.operation(operation).getString("order_status")).isEqualTo("FAILED");
        assertThat(Api.caller().get("/v1/webhook-events/" + event).jsonPath().getString("card_id"))
                .isEqualTo(card);
    }

    @Test
    void eventOfAnOrderThatNobodyKnowsCannotBeJoined() throws Exception {
        String event = UUID.randomUUID().toString();
        assertThat(deliver("""
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.recharge.failed","event_id":"%s",\
                "source_id":"%s","data":{"amount":"5.00","order_status":"FAILED"}}""".formatted(event, UUID.randomUUID()))).contains("failed");
    }

    private String recharge(String card, String amount) {
        Response answer =
                Api.caller(Api.newKey()).body(Map.of("amount", amount)).post("/v1/cards/" + card + "/recharge");
        return answer.then().statusCode(202).extract().path("operation_id");
    }

    private static void awaitOrderAtUqpay(String card) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Api.truth(card).getList("data[0].orders.order_status", String.class).stream()
                        .noneMatch(status -> status.equals("PENDING") || status.equals("PROCESSING")));
    }

    /** A pass over an order that has been open for long. */
    private void follow(String operation) throws Exception {
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "update operation set created_at = now() - interval '1 hour', deadline = 'epoch' where operation_id = ?")) {
            statement.setObject(1, UUID.fromString(operation));
            statement.executeUpdate();
        }
        openOrders.pass(ALWAYS).await().atMost(Duration.ofSeconds(20));
    }

    private String deliver(String body) throws Exception {
        String gateway = base.toString().replaceAll("/$", "");
        return HttpClient.newHttpClient()
                .send(SignedEvents.delivery(gateway, body), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
