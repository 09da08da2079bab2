// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.HOLDER;
import static dev.cardwire.local.simulator.RunningSimulator.SECRET;
import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.RunningSimulator.Reply;
import dev.cardwire.local.simulator.WebhookReceiver.Delivery;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** uqpay/api.md 10.3, 10.4, 10.7 and uqpay/webhooks.md 3, 4.1: a card from the request to its event. */
class SimulatedIssueTest {
    private static final String OFFSET_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+08:00";

    private static final String DETAILS =
            "\"gender\":\"OTHER\",\"nationality\":\"SG\",\"date_of_birth\":\"1990-01-01\","
                    + "\"residential_address\":{\"country\":\"SG\",\"city\":\"Singapore\",\"line1\":\"1 Example Street\"},"
                    + "\"identity\":{\"type\":\"PASSPORT\",\"number\":\"E1\",\"front_file\":\"AAAA\"}";

    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void answersPendingAndTellsActiveByTheCreateEventOnly() {
        Reply made = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":1000,\"metadata\":{\"ref\":\"7\"}"));
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.at("card_status")).isEqualTo("PENDING");
        assertThat(made.at("order_status")).isIn("PENDING", "PROCESSING");
        assertThat(made.at("create_time")).matches(OFFSET_TIME);

        Delivery told = sim.receiver.awaitOne("card.create.succeeded");
        assertThat(told.isSignedWith(SECRET)).isTrue();
        assertThat(told.timestamp()).matches("\\d{13}");
        assertThat(told.json().path("version").asText()).isEqualTo("V1.6.0");
        assertThat(told.json().path("event_name").asText()).isEqualTo("ISSUING");
        assertThat(told.json().path("source_id").asText()).isEqualTo(made.at("card_order_id"));
        JsonNode data = told.data();
        assertThat(data.path("card_id").asText()).isEqualTo(made.at("card_id"));
        assertThat(data.path("card_status").asText()).isEqualTo("ACTIVE");
        assertThat(data.path("card_available_balance").textValue()).isEqualTo("1000");
        assertThat(data.path("card_number").asText()).matches("40963608\\*{4}\\d{4}");
        assertThat(data.path("card_product_id").asText()).isEqualTo(SHARE);
        assertThat(data.path("card_scheme").asText()).isEqualTo("VISA");
        assertThat(data.path("form_factor").asText()).isEqualTo("VIRTUAL");
        assertThat(data.path("mode_type").asText()).isEqualTo("SHARE");
        assertThat(data.path("metadata").path("ref").asText()).isEqualTo("7");
        assertThat(data.path("risk_control").isObject()).isTrue();
        assertThat(data.path("spending_limits").get(0).path("interval").asText())
                .isEqualTo("PER_TRANSACTION");
        assertThat(data.path("cardholder").path("cardholder_id").asText()).isEqualTo(HOLDER);
        assertThat(data.path("cardholder").path("create_time").asText()).matches(OFFSET_TIME);
        for (String absent : new String[] {"card_currency", "card_limit", "card_order_id", "update_time"}) {
            assertThat(data.has(absent)).as(absent).isFalse();
        }
        assertThat(sim.receiver.ofType("card.status.update.succeeded")).isEmpty();
    }

    @Test
    void aRetrievedCardHasNumbersAndAListedOneHasStrings() {
        String id = sim.activeCard(SHARE, "2100.02");
        Reply card = sim.get("/issuing/cards/" + id);
        assertThat(card.at("card_number")).matches("\\*{12}\\d{4}");
        assertThat(card.json().get("card_limit").isNumber()).isTrue();
        assertThat(card.json().get("card_limit").asText()).isEqualTo("2100.02");
        assertThat(card.json().at("/cardholder/create_time").asText())
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");

        JsonNode listed =
                sim.get("/issuing/cards?page_number=1&page_size=10").json().at("/data/0");
        assertThat(listed.get("card_limit").textValue()).isEqualTo("2100.02");
        assertThat(listed.get("available_balance").isTextual()).isTrue();
        assertThat(listed.get("card_id").asText()).isEqualTo(id);
    }

    @Test
    void anOrderIsReadByItsOwnIdAndNotByTheCards() {
        Reply made = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":5"));
        sim.receiver.awaitOne("card.create.succeeded");
        Reply order = sim.get("/issuing/cards/" + made.at("card_order_id") + "/order");
        assertThat(order.at("order_type")).isEqualTo("CREATE_CARD");
        assertThat(order.at("order_status")).isEqualTo("SUCCESS");
        assertThat(order.at("card_id")).isEqualTo(made.at("card_id"));
        assertThat(sim.get("/issuing/cards/" + made.at("card_id") + "/order").status())
                .isEqualTo(400);
    }

    @Test
    void anUnknownCardIsA400() {
        Reply reply = sim.get("/issuing/cards/" + UUID.randomUUID());
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text())
                .isEqualTo(
                        "{\"type\":\"card_error\",\"code\":\"card_not_found\",\"message\":\"card not found or deactivated\"}");
        assertThat(sim.get("/issuing/nothing-here").status()).isEqualTo(404);
    }

    @Test
    void failsTheCardWhenToldTo() {
        sim.behave("{\"issue_outcome\":\"fail\"}");
        Reply made = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":5"));
        Delivery told = sim.receiver.awaitOne("card.create.failed");
        assertThat(told.data().path("card_status").asText()).isEqualTo("FAILED");
        assertThat(sim.statusOf(made.at("card_id"))).isEqualTo("FAILED");
        assertThat(sim.get("/issuing/cards/" + made.at("card_order_id") + "/order")
                        .at("order_status"))
                .isEqualTo("FAILED");
    }

    @Test
    void leavesTheCardPendingWhenToldTo() {
        sim.behave("{\"issue_outcome\":\"stay_pending\"}");
        Reply made = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":5"));
        sim.behave("{\"issue_outcome\":\"succeed\"}");
        sim.activeCard(SHARE, "6");
        assertThat(sim.statusOf(made.at("card_id"))).isEqualTo("PENDING");
        assertThat(sim.receiver.ofType("card.create.succeeded")).hasSize(1);
    }

    @Test
    void sendsTheEventBeforeTheAnswerWhenToldTo() {
        sim.behave("{\"webhook_before_response\":true,\"issue_delay_ms\":60000}");
        Reply made = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":5"));
        assertThat(sim.receiver.ofType("card.create.succeeded")).hasSize(1);
        assertThat(made.at("card_status")).isEqualTo("PENDING");
    }

    @Test
    void createsTheCardholderToo() {
        String body =
                "{\"card_product_id\":\"" + SHARE + "\",\"card_currency\":\"USD\",\"cardholder_required_fields\":{"
                        + "\"email\":\"new@example.com\",\"first_name\":\"Ann-Marie\",\"last_name\":\"Ong\","
                        + "\"country_code\":\"SG\",\"phone_number\":\"81234567\"," + DETAILS + "}}";
        Reply made = sim.post("/issuing/cards", body);
        assertThat(made.json().path("cardholder_created").asBoolean()).isTrue();
        Reply holder = sim.get("/issuing/cardholders/" + made.at("cardholder_id"));
        assertThat(holder.at("email")).isEqualTo("new@example.com");
        assertThat(holder.json().path("number_of_cards").asInt()).isEqualTo(1);
    }

    @Test
    void asksForWhatTheProductRequires() {
        Reply basic = sim.post(
                "/issuing/cardholders",
                "{\"email\":\"b@example.com\",\"first_name\":\"Bea\",\"last_name\":\"Ng\",\"country_code\":\"SG\","
                        + "\"phone_number\":\"81234568\"}");
        String card = cardRequest(SHARE, "").replace(HOLDER, basic.at("cardholder_id"));
        Reply refused = sim.post("/issuing/cards", card);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("code")).isEqualTo("kyc_insufficient");
        assertThat(refused.json().path("missing_fields").findValuesAsText("name"))
                .contains("gender", "nationality", "date_of_birth", "residential_address", "identity")
                .doesNotContain("phone_number");
        assertThat(sim.post("/issuing/cards", card.replace(SHARE, RunningSimulator.SINGLE))
                        .status())
                .isEqualTo(200);

        String completed = card.substring(0, card.length() - 1) + ",\"cardholder_required_fields\":{" + DETAILS + "}}";
        assertThat(sim.post("/issuing/cards", completed).status()).isEqualTo(200);
        assertThat(sim.post("/issuing/cards", card).status())
                .as("it is known from now on")
                .isEqualTo(200);
        assertThat(sim.get("/issuing/cardholders/" + basic.at("cardholder_id")).at("nationality"))
                .isEqualTo("SG");
    }
}
