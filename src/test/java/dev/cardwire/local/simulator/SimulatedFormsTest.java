// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.HOLDER;
import static dev.cardwire.local.simulator.RunningSimulator.LIMIT_REQUIRED;
import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.SINGLE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.RunningSimulator.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** uqpay/api.md 4.2, 4.3, 10: the forms in which values are sent, where they differ from those that are documented. */
class SimulatedFormsTest {
    private static final String CONTROLS = "\"spending_controls\":[{\"amount\":50,\"interval\":\"PER_TRANSACTION\"}]";

    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    private JsonNode firstListed() {
        return sim.get("/issuing/cards?page_number=1&page_size=10").json().at("/data/0");
    }

    @ParameterizedTest
    @CsvSource({"as_sent, true", "as_documented, false"})
    void sendsAmountsAsTheKnobSays(String amounts, boolean text) {
        sim.behave("{\"amounts\":\"" + amounts + "\"}");
        Reply made = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":1000.5," + CONTROLS));
        JsonNode card = sim.get("/issuing/cards/" + made.at("card_id")).json();
        JsonNode balance = sim.get("/issuing/balances").json().at("/data/0");
        JsonNode order =
                sim.get("/issuing/cards/" + made.at("card_order_id") + "/order").json();
        assertThat(card.get("card_limit").isNumber()).isTrue();
        assertThat(card.get("consumed_amount").isTextual()).isTrue();
        assertThat(card.get("available_balance").isTextual()).isEqualTo(text);
        assertThat(card.at("/spending_controls/0/amount").isTextual()).isEqualTo(text);
        assertThat(balance.get("frozen_balance").isTextual()).isEqualTo(text);
        assertThat(order.get("amount").isTextual()).isEqualTo(text);
        assertThat(firstListed().get("available_balance").isTextual()).isTrue();
    }

    @Test
    void acceptsAmountsAsStrings() {
        String more = "\"card_limit\":\"1000.50\"," + CONTROLS.replace("50", "\"50.25\"");
        Reply made = sim.post("/issuing/cards", cardRequest(SHARE, more));
        sim.receiver.awaitOne("card.create.succeeded");
        JsonNode card = sim.get("/issuing/cards/" + made.at("card_id")).json();
        assertThat(card.get("card_limit").asText()).isEqualTo("1000.5");
        assertThat(card.at("/spending_controls/0/amount").textValue()).isEqualTo("50.25");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":\"" + "1".repeat(100) + "\""))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsMetadataAsText() {
        sim.post("/issuing/cards", cardRequest(SHARE, ""));
        assertThat(firstListed().get("metadata").textValue()).isEmpty();
        sim.post("/issuing/cards", cardRequest(SHARE, "\"metadata\":{\"k\":\"v\"}"));
        JsonNode listed = firstListed();
        assertThat(listed.get("metadata").textValue()).isEqualTo("{\"k\":\"v\"}");
        assertThat(listed.get("risk_controls").isObject()).isTrue();
        assertThat(listed.get("update_reason").textValue()).isEmpty();
        assertThat(listed.get("consumed_amount").textValue()).isEqualTo("0");
        assertThat(listed.has("spending_controls")).isFalse();
    }

    @Test
    void eventNames3dsThatNobodyChose() {
        sim.post("/issuing/cards", cardRequest(SHARE, ""));
        JsonNode visa = sim.receiver.awaitOne("card.create.succeeded").data().get("risk_control");
        assertThat(visa.get("enable_3ds").asText()).isEqualTo("Y");
        assertThat(visa.get("allow_3ds_transactions").asText()).isEqualTo("Y");
        sim.post("/issuing/cards", cardRequest(LIMIT_REQUIRED, "\"card_limit\":1"));
        assertThat(sim.receiver
                        .awaitType("card.create.succeeded", 2)
                        .get(1)
                        .data()
                        .get("risk_control"))
                .isEmpty();
        sim.post("/issuing/cards", cardRequest(SHARE, "\"risk_controls\":{\"enable_3ds\":\"N\"}"));
        assertThat(sim.receiver
                        .awaitType("card.create.succeeded", 3)
                        .get(2)
                        .data()
                        .at("/risk_control/enable_3ds")
                        .asText())
                .isEqualTo("N");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HKD", "XUSD"})
    void offersFurtherCurrencies(String currency) {
        String body = cardRequest(SINGLE, "\"card_limit\":5").replace("USD", currency);
        String card = sim.post("/issuing/cards", body).at("card_id");
        sim.receiver.awaitOne("card.create.succeeded");
        assertThat(sim.get("/issuing/cards/" + card).at("card_currency")).isEqualTo(currency);
        assertThat(sim.post("/issuing/cards", body.replace(SINGLE, SHARE)).at("message"))
                .isEqualTo("card_currency is not offered by the card product");
    }

    @Test
    void knowsAccountsByTheirShortIds() {
        String card = sim.activeCard(SHARE, "1");
        assertThat(onBehalfOf("CB4488338901", card).status()).isEqualTo(200);
        assertThat(onBehalfOf("CB4488338999", card).at("code")).isEqualTo("sub_account_not_found");
        assertThat(onBehalfOf("4488338901", card).at("type")).isEqualTo("invalid_request_error");
    }

    private Reply onBehalfOf(String account, String card) {
        return sim.send(sim.call("/issuing/cards/" + card)
                .header("x-on-behalf-of", account)
                .GET());
    }

    @Test
    void depositIsToAnAccountAndFromASender() {
        String deposit = "{\"amount\":\"5.5\",\"currency\":\"USD\",\"sender_swift_code\":\"WELGBE22\"";
        assertThat(sim.post("/simulation/deposit", deposit + "}").at("message")).isEqualTo("account_id is required");
        Reply made =
                sim.post("/simulation/deposit", deposit + ",\"account_id\":\"7d3b1c1e-52b5-4f02-8f0e-5a3c6f0d1b11\"}");
        assertThat(made.json().get("amount").textValue()).isEqualTo("5.5");
        assertThat(made.at("complete_time")).endsWith("+08:00");
        assertThat(made.json().at("/sender/swift_code").asText()).isEqualTo("WELGBE22");
        assertThat(made.json().has("receiver_account_number")).isTrue();
        assertThat(made.at("short_reference_id")).isNotEmpty();
    }

    @Test
    void listsArtsAndBrandsInTheirOwnShapes() {
        JsonNode arts = sim.get("/issuing/cards/arts").json();
        assertThat(arts.fieldNames()).toIterable().containsExactly("default_card_art_id", "card_arts");
        JsonNode brands =
                sim.get("/issuing/merchant_brands?page_number=1&page_size=10").json();
        assertThat(brands.path("total_items").asInt()).isEqualTo(1);
        assertThat(brands.path("total_pages").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"112345, repeat", "912345, phone", "1234567, digits"})
    void refusesAPinThatIsEasyToGuess(String pin, String word) {
        String card = sim.activeCard(SHARE, "1");
        assertThat(pin(card, pin).status()).isEqualTo(400);
        assertThat(pin(card, pin).at("message")).contains(word);
    }

    @Test
    void pinCallsAreThoseOfTheirTime() {
        String card = sim.activeCard(SHARE, "1");
        String legacy = "{\"card_id\":\"" + card + "\",\"type\":\"SET\",\"pin\":\"258369\"}";
        assertThat(sim.post("/issuing/cards/manage/pin", legacy).at("message")).contains("retired");
        Reply made = pin(card, "258369");
        assertThat(made.at("request_status")).isEqualTo("SUCCESS");
        String order = "/issuing/cards/" + made.at("card_order_id") + "/order";
        await().until(() -> sim.get(order).at("order_status").equals("SUCCESS"));
        sim.behave("{\"pin_calls\":\"before_2026_10\"}");
        assertThat(pin(card, "258369").status()).isEqualTo(400);
        assertThat(sim.post("/issuing/cards/manage/pin", legacy).status()).isEqualTo(200);
    }

    private Reply pin(String card, String pin) {
        return sim.post("/issuing/cards/pin", "{\"card_id\":\"" + card + "\",\"pin\":\"" + pin + "\"}");
    }

    @Test
    void answersWithoutACardWhenTheKnobSaysSo() {
        sim.behave("{\"issue_answer\":\"kyc_pending\"}");
        Reply made = sim.post("/issuing/cards", cardRequest(SHARE, ""));
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.json().has("card_id")).isFalse();
        assertThat(made.at("cardholder_id")).isEqualTo(HOLDER);
        assertThat(made.at("cardholder_status")).isEqualTo("PENDING");
        assertThat(made.at("message")).isNotEmpty();
        assertThat(sim.control("/cards").json().path("data")).isEmpty();
    }

    @Test
    void oneCardOfAListIsUnreadable() {
        sim.activeCard(SHARE, "1");
        sim.activeCard(SHARE, "2");
        sim.behave("{\"unreadable_card\":\"text\"}");
        JsonNode data =
                sim.get("/issuing/cards?page_number=1&page_size=10").json().path("data");
        assertThat(data.get(0).isTextual()).isTrue();
        assertThat(data.get(1).isObject()).isTrue();
    }

    @Test
    void hidesAnAnswerBehindBlanks() {
        sim.behave("{\"http_answer\":\"giant\"}");
        Reply reply = sim.get("/issuing/products");
        assertThat(reply.text().length()).isGreaterThan(60_000_000);
        assertThat(reply.json().path("total_items").asInt()).isEqualTo(4);
    }

    @Test
    void errorAloneIsAForm() {
        sim.behave("{\"http_error_rate\":1,\"http_error_status\":401,\"http_error_body\":\"error\","
                + "\"http_error_message\":\"IP not allowed\"}");
        Reply reply = sim.send(sim.call("/issuing/cards")
                .header("x-idempotency-key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(cardRequest(SHARE, ""))));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).isEqualTo("{\"error\":\"IP not allowed\"}");
    }
}
