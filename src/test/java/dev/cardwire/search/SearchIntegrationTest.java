// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.search;

import static dev.cardwire.testsupport.LocalIssuer.sign;
import static dev.cardwire.testsupport.LocalIssuer.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalIssuer;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SignedEvents;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever has an id is found by it, by those who may see it. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
@QuarkusTestResource(value = LocalIssuer.class, restrictToAnnotatedClass = true)
class SearchIntegrationTest {

    @TestHTTPResource("/")
    URL base;

    @Inject
    AgroalDataSource store;

    @Test
    void findsACardByItsIdItsOrderAndItsHolder() {
        String key = UUID.randomUUID().toString();
        JsonPath issued = Api.issuing(key)
                .post("/v1/cards")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String card = issued.getString("card_id");
        String operation = issued.getString("operation_id");
        assertThat(found(issued.getString("card_id")))
                .containsExactlyInAnyOrder("card " + card, "operation " + operation);
        assertThat(found(issued.getString("card_order_id")))
                .containsExactlyInAnyOrder("card " + card, "operation " + operation);
        assertThat(found(operation)).containsExactly("operation " + operation);
        assertThat(found(key)).containsExactly("operation " + operation);
        assertThat(found(Api.HOLDER)).contains("cardholder " + Api.HOLDER, "card " + card);
        Api.caller()
                .queryParam("q", operation)
                .get("/v1/search")
                .then()
                .header("Cache-Control", equalTo("no-store"))
                .body("truncated", equalTo(false))
                .body("data.summary", contains("ISSUE_CARD ACCEPTED"))
                .body("data.href", contains("/v1/operations/" + operation));
    }

    @Test
    void everyFindingCanBeReadAtItsAddress() {
        Api.issueCard();
        for (String href : search(Api.HOLDER).getList("data.href", String.class)) {
            Api.caller().get(href).then().statusCode(200);
        }
    }

    @Test
    void findsACardByTheLastFourDigitsOfItsNumber() throws Exception {
        String card = UUID.randomUUID().toString();
        deliver(SignedEvents.created(UUID.randomUUID().toString(), card));
        assertThat(found("1764")).contains("card " + card);
        assertThat(found("176")).doesNotContain("card " + card);
    }

    @Test
    void listsTheNewestFiftyAndNotesThatThereAreMore() throws Exception {
        execute("""
                insert into card (card_id, card_status, version, card_number, created_at, updated_at)
                select gen_random_uuid(), 'ACTIVE', 1, '40963608****0042', now() - i * interval '1 hour', now()
                from generate_series(1, 51) i""");
        JsonPath answer = search("0042");
        assertThat(answer.getList("data")).hasSize(50);
        assertThat(answer.getBoolean("truncated")).isTrue();
        execute("delete from card where card_id = (select card_id from card where card_number like '%0042' limit 1)");
        assertThat(search("0042").getBoolean("truncated")).isFalse();
        execute("delete from card where card_number like '%0042'");
    }

    @Test
    void showsEventsToOperatorsAlone() throws Exception {
        String event = UUID.randomUUID().toString();
        deliver(SignedEvents.created(event, UUID.randomUUID().toString()));
        assertThat(found(event)).contains("webhook_event " + event);
        assertThat(found(as("operator"), event)).contains("webhook_event " + event);
        assertThat(found(as("card-viewer", "issuer"), event)).doesNotContain("webhook_event " + event);
    }

    @Test
    void showsTheIdempotencyKeysOfOthersToOperatorsAlone() {
        String key = UUID.randomUUID().toString();
        String operation = Api.issuing(key)
                .post("/v1/cards")
                .then()
                .statusCode(201)
                .extract()
                .path("operation_id");
        assertThat(found(as("operator"), key)).containsExactly("operation " + operation);
        assertThat(found(as("card-viewer", "issuer"), key)).isEmpty();
        assertThat(found(as("card-viewer"), operation)).containsExactly("operation " + operation);
    }

    @Test
    void findsACardholderWithoutACardAtUqpay() {
        String holder = Api.caller()
                .get("/v1/cardholders?cardholder_status=PENDING&limit=1")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .extract()
                .path("data[0].cardholder_id");
        assertThat(found(holder)).containsExactly("cardholder " + holder);
        Api.caller()
                .get("/v1/cardholders/" + holder)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("cardholder_status", equalTo("PENDING"));
    }

    @Test
    void nothingIsFoundByAnUnknownId() {
        assertThat(found(UUID.randomUUID().toString())).isEmpty();
        assertThat(found("no-such-key")).isEmpty();
    }

    @Test
    void refusesWhatCannotMatch() {
        for (String text : List.of("", " ", "two words", "ä", "x".repeat(256))) {
            Api.caller()
                    .queryParam("q", text)
                    .get("/v1/search")
                    .then()
                    .statusCode(422)
                    .body("errors.field", contains("q"));
        }
        Api.caller().get("/v1/search").then().statusCode(422).body("code", equalTo("validation_failed"));
    }

    private static List<String> found(String text) {
        return found(Api.caller(), text);
    }

    private static List<String> found(RequestSpecification caller, String text) {
        return caller.queryParam("q", text)
                .get("/v1/search")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("data.collect { it.kind + ' ' + it.id }", String.class);
    }

    private static JsonPath search(String text) {
        return Api.caller()
                .queryParam("q", text)
                .get("/v1/search")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static RequestSpecification as(String... roles) {
        return given().header("Authorization", "Bearer " + sign(token(Duration.ofMinutes(5), roles)));
    }

    private void deliver(String body) throws Exception {
        HttpClient.newHttpClient()
                .send(
                        SignedEvents.delivery(base.toString().replaceAll("/$", ""), body),
                        HttpResponse.BodyHandlers.discarding());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
