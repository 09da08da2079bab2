// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static dev.cardwire.testsupport.Api.caller;
import static dev.cardwire.testsupport.Api.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cardholder who lacks what a product requires, and both ways out ({@code docs/api.md} 2.7). */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class CardholderChangeIntegrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String MISSING = """
            "gender": "OTHER", "nationality": "SG", "date_of_birth": "1990-02-03",
            "residential_address": {"country": "SG", "city": "Singapore", "line1": "7 Quill Street"},
            "identity": {"type": "DRIVER_LICENSE", "number": "Q1234567", "front_file": "AAAA"}""";

    @Inject
    AgroalDataSource store;

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Test
    void completesACardholderWhomTheProductRefused() throws Exception {
        String holder = basicHolder();
        issue(holder, "")
                .then()
                .statusCode(422)
                .body("code", equalTo("upstream_refused"))
                .body("upstream.code", equalTo("kyc_insufficient"))
                .body("upstream.missing_fields.name", hasItems("nationality", "identity"));

        String key = newKey();
        JsonPath changed = change(holder, key, "{" + MISSING + "}")
                .then()
                .statusCode(202)
                .header("Location", startsWith("/v1/operations/"))
                .body("kind", equalTo("UPDATE_CARDHOLDER"))
                .body("state", equalTo("ACCEPTED"))
                .body("cardholder_id", equalTo(holder))
                .body("card_id", nullValue())
                .body("cardholder_status", equalTo("PENDING"))
                .extract()
                .jsonPath();
        await().atMost(PATIENCE).until(() -> caller().get("/v1/cardholders/" + holder)
                .jsonPath()
                .getString("cardholder_status")
                .equals("SUCCESS"));
        issue(holder, "").then().statusCode(201);

        String operation = changed.getString("operation_id");
        assertThat(row(operation)).doesNotContain("Quill").doesNotContain("Q1234567");
        change(holder, key, "{" + MISSING + "}")
                .then()
                .statusCode(202)
                .header("Idempotency-Replayed", equalTo("true"))
                .body("operation_id", equalTo(operation));
        change(holder, key, "{\"gender\": \"MALE\"}")
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency_key_reused"));
    }

    @Test
    void completesACardholderWithTheCard() throws Exception {
        String holder = basicHolder();
        issue(holder, ", \"cardholder_required_fields\": {\"nationality\": \"Quillland\", \"first_name\": \"2\"}")
                .then()
                .statusCode(422)
                .body(
                        "errors.field",
                        hasItems("cardholder_required_fields.nationality", "cardholder_required_fields.first_name"));
        issue(holder, ", \"cardholder_required_fields\": {\"nationality\": \"SG\"}")
                .then()
                .statusCode(422)
                .body("upstream.missing_fields.name", hasItem("gender"))
                .body("upstream.missing_fields.name", not(hasItem("nationality")));
        String operation = issue(holder, ", \"cardholder_required_fields\": {" + MISSING + "}")
                .then()
                .statusCode(201)
                .extract()
                .path("operation_id");
        assertThat(row(operation)).doesNotContain("Quill").doesNotContain("Q1234567");
        issue(holder, "").then().statusCode(201);
    }

    /** UQPAY's words repeat the e-mail address, so the caller alone gets them. */
    @Test
    void keepsNothingOfAPersonWhomACardsRequestDescribes() throws Exception {
        String taken =
                Api.caller().get("/v1/cardholders/" + basicHolder()).jsonPath().getString("phone_number");
        String key = newKey();
        String body = body(basicHolder(), ", \"cardholder_required_fields\": {\"phone_number\": \"" + taken + "\"}");
        caller(key)
                .body(body)
                .post("/v1/cards")
                .then()
                .statusCode(422)
                .body("detail", containsString("phone_number already exists"));
        caller(key)
                .body(body)
                .post("/v1/cards")
                .then()
                .statusCode(422)
                .header("Idempotency-Replayed", equalTo("true"))
                .body("detail", not(containsString("already exists")));
    }

    @Test
    void givesTheAddressOfAVerificationOnce() {
        String holder = basicHolder();
        String key = newKey();
        String body = "{\"kyc_verification\": {\"method\": \"SUMSUB_REDIRECT\"}}";
        change(holder, key, body).then().statusCode(202).body("idv_verification_url", startsWith("http"));
        change(holder, key, body).then().statusCode(202).body("idv_verification_url", nullValue());
    }

    @Test
    void namesWhatIsWrong() {
        change(UUID.randomUUID().toString(), newKey(), "{\"nationality\": \"SG\"}")
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        change("not-a-uuid", newKey(), "{}").then().statusCode(404);
        change(Api.HOLDER, newKey(), "{\"last_name\": \"Other\", \"gender\": \"X\", \"nick\": \"Q\"}")
                .then()
                .statusCode(422)
                .body("errors.field", hasItems("last_name", "gender", "nick"));
        change(Api.HOLDER, newKey(), "{}").then().statusCode(422);
        change(Api.HOLDER, newKey(), "{\"gender\": 1}").then().statusCode(400);
        caller().body("{\"gender\": \"OTHER\"}")
                .patch("/v1/cardholders/" + Api.HOLDER)
                .then()
                .statusCode(202);
    }

    @Test
    void makesOneChangeAtATimeAndFindsOutWhatBecameOfIt() throws Exception {
        String holder = basicHolder();
        change(holder, newKey(), "{\"gender\": \"OTHER\"}").then().statusCode(202);
        // every answer is lost, and the work is done all the same
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 500, "http_error_after_work", true));
        String operation = change(holder, newKey(), "{\"nationality\": \"MY\"}")
                .then()
                .statusCode(202)
                .body("state", equalTo("IN_DOUBT"))
                .extract()
                .path("operation_id");
        assertThat(row(operation)).doesNotContain("MY");
        change(holder, newKey(), "{\"nationality\": \"DE\"}")
                .then()
                .statusCode(409)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("order_in_progress"));
        Api.behaveWell();
        await().atMost(PATIENCE)
                .until(() -> "ACCEPTED".equals(Api.operation(operation).getString("state")));
        change(holder, newKey(), "{\"nationality\": \"DE\"}").then().statusCode(202);
        caller().get("/v1/cardholders/" + holder).then().body("nationality", equalTo("DE"));
    }

    private static Response change(String holder, String key, String body) {
        return caller(key).body(body).patch("/v1/cardholders/" + holder);
    }

    private static Response issue(String holder, String more) {
        return caller(newKey()).body(body(holder, more)).post("/v1/cards");
    }

    private static String body(String holder, String more) {
        return """
                {"cardholder_id": "%s", "card_product_id": "%s", "card_currency": "USD", "card_limit": 10%s}""".formatted(holder, Api.SHARE, more);
    }

    /** One of whom UQPAY knows no more than it always wants to know. */
    private static String basicHolder() {
        String phone = "8" + ThreadLocalRandom.current().nextLong(1_000_000_000L, 9_999_999_999L);
        return caller(newKey())
                .body("""
                        {"email": "quill.%1$s@example.com", "first_name": "Ann", "last_name": "Quill",
                         "country_code": "SG", "phone_number": "%1$s"}""".formatted(phone))
                .post("/v1/cardholders")
                .then()
                .statusCode(201)
                .extract()
                .path("cardholder_id");
    }

    private String row(String operationId) throws Exception {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select o::text from operation o where operation_id = '" + operationId + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
