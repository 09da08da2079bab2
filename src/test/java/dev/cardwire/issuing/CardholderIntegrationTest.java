// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static dev.cardwire.testsupport.Api.caller;
import static dev.cardwire.testsupport.Api.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

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
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class CardholderIntegrationTest {

    @Inject
    AgroalDataSource store;

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Test
    void createsOnceAndKeepsNothingOfThePerson() throws Exception {
        String key = newKey();
        String body = person(phone());
        JsonPath made = create(key, body)
                .then()
                .statusCode(201)
                .header("Location", containsString("/v1/cardholders/"))
                .body("cardholder_status", equalTo("SUCCESS"))
                .body("operation_id", notNullValue())
                .extract()
                .jsonPath();
        create(key, body)
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", equalTo("true"))
                .body("cardholder_id", equalTo(made.getString("cardholder_id")));
        assertThat(Api.operation(made.getString("operation_id")).getString("cardholder_id"))
                .isEqualTo(made.getString("cardholder_id"));
        String row = row(made.getString("operation_id"));
        assertThat(row).doesNotContain("Quill").doesNotContain("@example.com").contains("CREATE_CARDHOLDER");
        caller().get("/v1/cardholders/" + made.getString("cardholder_id"))
                .then()
                .statusCode(200)
                .body("last_name", equalTo("Quill"));
    }

    @Test
    void passesARefusalOnAndKeepsIt() {
        String phone = phone();
        create(newKey(), person(phone)).then().statusCode(201);
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            create(key, person(phone))
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("upstream_refused"))
                    .body("upstream.type", equalTo("cardholder_error"));
        }
    }

    @Test
    void keepsNothingOfThePersonWhileTheOutcomeIsNotKnown() throws Exception {
        // every answer is lost, and the work is done all the same
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 500, "http_error_after_work", true));
        String operation = create(newKey(), person(phone()))
                .then()
                .statusCode(202)
                .header("Location", containsString("/v1/operations/"))
                .body("state", equalTo("IN_DOUBT"))
                .extract()
                .jsonPath()
                .getString("operation_id");
        assertThat(row(operation)).doesNotContain("Quill").doesNotContain("@example.com");
    }

    @Test
    void namesEveryBrokenRuleAtOnce() {
        String body = """
                {"email": "nowhere", "first_name": "", "country_code": "Singapore", "phone_number": "call me",
                 "date_of_birth": "1700-01-01", "gender": "X", "nick": "Q",
                 "residential_address": {"country": "SG", "city": "S"},
                 "identity": {"type": "ID_CARD", "number": "1", "front_file": "%%"},
                 "kyc_verification": {"method": "THIRD_PARTY"}, "document": "AAAA"}""";
        create(newKey(), body)
                .then()
                .statusCode(422)
                .body("code", equalTo("validation_failed"))
                .body(
                        "errors.field",
                        hasItems(
                                "email",
                                "first_name",
                                "last_name",
                                "country_code",
                                "phone_number",
                                "date_of_birth",
                                "gender",
                                "nick",
                                "residential_address.line1",
                                "identity.front_file",
                                "identity.back_file",
                                "kyc_verification.kyc_proof",
                                "document_type"));
        caller().body("{}")
                .post("/v1/cardholders")
                .then()
                .statusCode(400)
                .body("code", equalTo("idempotency_key_missing"));
        create(newKey(), "{\"email\": 1}").then().statusCode(400);
    }

    @Test
    void takesDocumentsOfSomeMegabytes() {
        String body = person(phone())
                .replace("}", ", \"document_type\": \"png\", \"document\": \"%s\"}")
                .formatted("A".repeat(2_000_000));
        create(newKey(), body).then().statusCode(201);
        String larger = person(phone())
                .replace("}", ", \"document_type\": \"png\", \"document\": \"%s\"}")
                .formatted("A".repeat(3_000_000));
        create(newKey(), larger).then().statusCode(422).body("errors.field", hasItem("document"));
    }

    private static Response create(String key, String body) {
        return caller(key).body(body).post("/v1/cardholders");
    }

    private static String person(String phone) {
        return """
                {"email": "quill.%1$s@example.com", "first_name": "Ann-Marie", "last_name": "Quill",
                 "country_code": "SG", "phone_number": "%1$s", "date_of_birth": "1990-02-03", "gender": null}""".formatted(phone);
    }

    private static String phone() {
        return "8" + ThreadLocalRandom.current().nextLong(1_000_000_000L, 9_999_999_999L);
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
