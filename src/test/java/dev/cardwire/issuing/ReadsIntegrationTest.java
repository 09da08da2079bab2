// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static dev.cardwire.testsupport.Api.SHARE;
import static dev.cardwire.testsupport.Api.activeCard;
import static dev.cardwire.testsupport.Api.caller;
import static dev.cardwire.testsupport.Api.newKey;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class ReadsIntegrationTest {

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Test
    void showsAnOrderWithItsAmountAsText() {
        JsonPath issued = Api.issue(newKey(), Api.issueBody(Api.SINGLE, "10"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        caller().get("/v1/orders/" + issued.getString("card_order_id"))
                .then()
                .statusCode(200)
                .body("card_id", equalTo(issued.getString("card_id")))
                .body("order_type", equalTo("CREATE_CARD"))
                .body("amount", instanceOf(String.class))
                .body("create_time", matchesPattern(".*Z"));
        caller().get("/v1/orders/" + issued.getString("card_id"))
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        caller().get("/v1/orders/a..b").then().statusCode(404);
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 429));
        caller().get("/v1/orders/" + issued.getString("card_order_id"))
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("upstream_rate_limited"));
    }

    @Test
    void opensADisplaySessionThatWorksOnce() {
        String card = activeCard(SHARE, "10");
        JsonPath session = caller().body(Map.of("lang", "zh", "show_cardholder_name", true))
                .post("/v1/cards/" + card + "/display-session")
                .then()
                .statusCode(201)
                .header("Cache-Control", equalTo("no-store"))
                .body("iframe_url", containsString("lang=zh"))
                .body("iframe_url", containsString("cardholder_name=true"))
                .body("expires_at", matchesPattern(".*Z"))
                .extract()
                .jsonPath();
        JsonPath another = given().header("Authorization", "Bearer cardwire-dev-key")
                .post("/v1/cards/" + card + "/display-session")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        assertThat(another.getString("iframe_url")).isNotEqualTo(session.getString("iframe_url"));
        caller().body("{\"lang\": \"fr\", \"colour\": 1}")
                .post("/v1/cards/" + card + "/display-session")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("lang"))
                .body("errors.field", hasItem("colour"));
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 500));
        caller().post("/v1/cards/" + card + "/display-session")
                .then()
                .statusCode(503)
                .body("code", equalTo("upstream_unavailable"));
    }

    @Test
    void listsCardholdersInSnakeCase() {
        caller().get("/v1/cardholders?limit=2")
                .then()
                .statusCode(200)
                .body("data", notNullValue())
                .body("data[0].cardholder_id", notNullValue())
                .body("data[0].cardholder_status", notNullValue())
                .body("data[0].create_time", matchesPattern(".*Z"))
                .body("next_cursor", notNullValue());
        caller().get("/v1/cardholders/" + Api.HOLDER).then().statusCode(200).body("first_name", equalTo("Alex"));
        caller().get("/v1/balances")
                .then()
                .statusCode(200)
                .body("data.available_balance", everyItem(instanceOf(String.class)));
    }

    @Test
    void listsAreNarrowedToATime() {
        String mine = caller().get("/v1/operations?card_id=" + Api.issueCard())
                .jsonPath()
                .getString("data[0].operation_id");
        Instant made =
                Instant.parse(caller().get("/v1/operations/" + mine).jsonPath().getString("created_at"));
        assertThat(operations("created_from", made)).contains(mine);
        assertThat(operations("created_from", made.plusNanos(1_000))).doesNotContain(mine);
        assertThat(operations("created_before", made.plusNanos(1_000))).contains(mine);
        assertThat(operations("created_before", made)).doesNotContain(mine);
        for (String noTime : List.of("2026-04-10T18:00:00", "yesterday", "+99999-01-01T00:00:00Z")) {
            caller().queryParam("created_from", noTime)
                    .queryParam("created_before", noTime)
                    .get("/v1/operations")
                    .then()
                    .statusCode(422)
                    .body("errors.field", contains("created_from", "created_before"));
        }
        caller().queryParam("received_from", Instant.now().plusSeconds(3_600).toString())
                .get("/v1/webhook-events")
                .then()
                .statusCode(200)
                .body("data", empty());
        caller().queryParam("received_before", "2026-01-01T08:00:00+08:00")
                .get("/v1/webhook-events")
                .then()
                .statusCode(200)
                .body("data", empty());
    }

    private static List<String> operations(String parameter, Instant time) {
        return caller().queryParam(parameter, time.toString())
                .queryParam("limit", 200)
                .get("/v1/operations")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("data.operation_id");
    }

    @Test
    void cutsListsThatUqpayGivesWholeIntoPages() {
        for (String list : List.of("/v1/products", "/v1/balances")) {
            List<Map<String, Object>> all = caller().get(list).jsonPath().getList("data");
            assertThat(all).as(list).hasSizeGreaterThan(1);
            List<Map<String, Object>> paged = new ArrayList<>();
            String cursor = null;
            do {
                JsonPath page = caller().queryParam("limit", 1)
                        .queryParams(cursor == null ? Map.of() : Map.of("cursor", cursor))
                        .get(list)
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
                assertThat(page.getList("data")).hasSize(1);
                paged.addAll(page.getList("data"));
                cursor = page.getString("next_cursor");
            } while (cursor != null);
            assertThat(paged).isEqualTo(all);
            caller().queryParam("limit", 0).get(list).then().statusCode(422);
            caller().queryParam("cursor", "zzz").get(list).then().statusCode(422);
        }
    }

    @Test
    void offersForAFormOnlyWhatCanBeMadeNow() {
        assertThat(caller().get("/v1/products").jsonPath().getList("data.product_status"))
                .contains("DISABLED");
        assertThat(caller().queryParam("card_form", "VIR")
                        .get("/v1/products")
                        .jsonPath()
                        .getList("data.product_status"))
                .isNotEmpty()
                .containsOnly("ENABLED");
    }

    @Test
    void tellsTheTimelineNewestFirstInPages() {
        String card = activeCard(SHARE, "10");
        String operation = caller().body(Map.of("card_status", "FROZEN"))
                .post("/v1/cards/" + card + "/status")
                .jsonPath()
                .getString("operation_id");
        Api.awaitCard(card, "card_status", "FROZEN");
        Api.awaitIdle(operation);
        JsonPath whole = caller().get("/v1/cards/" + card + "/timeline")
                .then()
                .statusCode(200)
                .body("next_cursor", nullValue())
                .body("data[0]", not(nullValue()))
                .body("data.find { it.card_status == 'FROZEN' }.cause", equalTo("webhook"))
                .body("data.find { it.card_status == 'FROZEN' }.previous_status", equalTo("ACTIVE"))
                .body("data.find { it.card_status == 'FROZEN' }.event_type", equalTo("card.status.update.succeeded"))
                .body("data.find { it.version == 1 }.cause", notNullValue())
                .body("data.findAll { it.kind == 'operation' }.operation_kind", hasItem("UPDATE_STATUS"))
                .body("data.findAll { it.kind == 'operation' }.operation_kind", hasItem("ISSUE_CARD"))
                .extract()
                .jsonPath();
        List<Map<String, Object>> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page = caller().get("/v1/cards/" + card + "/timeline?limit=1" + cursor)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            paged.addAll(page.getList("data"));
            cursor = page.getString("next_cursor") == null ? null : "&cursor=" + page.getString("next_cursor");
        }
        assertThat(paged).isEqualTo(whole.getList("data"));
        List<String> times = whole.getList("data.at");
        assertThat(times).allMatch(at -> at.endsWith("Z"));
        caller().get("/v1/cards/" + card + "/timeline?limit=0&cursor=x").then().statusCode(422);
        caller().get("/v1/cards/00000000-0000-4000-8000-000000000000/timeline")
                .then()
                .statusCode(404);
    }
}
