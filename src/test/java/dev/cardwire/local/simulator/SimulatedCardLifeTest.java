// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.SINGLE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.local.simulator.RunningSimulator.Reply;
import dev.cardwire.local.simulator.WebhookReceiver.Delivery;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** uqpay/api.md 8, 10.5 to 10.9, 11: what becomes of a card and its money. */
class SimulatedCardLifeTest {
    private static final String STATUS = "card.status.update.succeeded";

    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    private Reply change(String card, String status) {
        return sim.post("/issuing/cards/" + card + "/status", "{\"card_status\":\"" + status + "\"}");
    }

    private BigDecimal available() {
        return new BigDecimal(
                sim.post("/issuing/balances", "{\"currency\":\"USD\"}").at("available_balance"));
    }

    private BigDecimal onCard(String card) {
        return new BigDecimal(sim.get("/issuing/cards/" + card).at("available_balance"));
    }

    @Test
    void freezesAndUnfreezes() {
        String card = sim.activeCard(SHARE, "10");
        Reply asked = change(card, "FROZEN");
        assertThat(asked.json().has("card_status")).isFalse();
        Delivery told = sim.receiver.awaitOne(STATUS);
        assertThat(told.json().path("source_id").asText()).isEqualTo(asked.at("card_order_id"));
        assertThat(told.data().path("card_status").asText()).isEqualTo("FROZEN");
        assertThat(told.data().path("update_time").asText()).endsWith("+08:00");
        assertThat(sim.statusOf(card)).isEqualTo("FROZEN");
        assertThat(change(card, "FROZEN").at("type")).isEqualTo("card_error");
        assertThat(change(card, "ACTIVE").status()).isEqualTo(200);
        assertThat(sim.receiver
                        .awaitType(STATUS, 2)
                        .get(1)
                        .data()
                        .path("card_status")
                        .asText())
                .isEqualTo("ACTIVE");
    }

    @Test
    void refusesASecondChangeWhileTheFirstIsUnderWay() {
        String card = sim.activeCard(SHARE, "10");
        sim.behave("{\"order_outcome\":\"stay_pending\"}");
        assertThat(change(card, "FROZEN").status()).isEqualTo(200);
        assertThat(change(card, "CANCELLED").at("type")).isEqualTo("card_error");
        sim.clock.pass(Duration.ofMinutes(11));
        assertThat(change(card, "CANCELLED").status()).isEqualTo(200);
    }

    @Test
    void cancelsAfterThirtyDaysAndReturnsTheRest() {
        BigDecimal before = available();
        String card = sim.activeCard(SINGLE, "100.5");
        assertThat(available()).isEqualByComparingTo(before.subtract(new BigDecimal("100.5")));
        change(card, "CANCELLED");
        assertThat(sim.receiver.awaitOne(STATUS).data().path("card_status").asText())
                .isEqualTo("PRE_CANCEL");
        assertThat(available()).isEqualByComparingTo(before.subtract(new BigDecimal("100.5")));
        sim.behave("{\"time_scale\":0}");
        assertThat(sim.receiver
                        .awaitType(STATUS, 2)
                        .get(1)
                        .data()
                        .path("card_status")
                        .asText())
                .isEqualTo("CANCELLED");
        assertThat(available()).isEqualByComparingTo(before);
        assertThat(change(card, "ACTIVE").status()).isEqualTo(400);
    }

    @Test
    void movesMoneyOfASingleCardBothWays() {
        String card = sim.activeCard(SINGLE, "100");
        BigDecimal before = available();
        Reply order = sim.post("/issuing/cards/" + card + "/recharge", "{\"amount\":25.25}");
        assertThat(order.at("order_type")).isEqualTo("CARD_RECHARGE");
        assertThat(new BigDecimal(order.at("amount"))).isEqualByComparingTo("25.25");
        Delivery told = sim.receiver.awaitOne("card.recharge.succeeded");
        assertThat(told.json().path("source_id").asText()).isEqualTo(order.at("card_order_id"));
        assertThat(told.data().path("amount").textValue()).isEqualTo("25.25");
        assertThat(told.data().path("card_available_balance").textValue()).isEqualTo("125.25");
        assertThat(told.data().path("order_status").asText()).isEqualTo("SUCCESS");
        assertThat(onCard(card)).isEqualByComparingTo("125.25");
        sim.post("/issuing/cards/" + card + "/withdraw", "{\"amount\":0.25}");
        sim.receiver.awaitOne("card.withdraw.succeeded");
        assertThat(onCard(card)).isEqualByComparingTo("125");
        assertThat(available()).isEqualByComparingTo(before.subtract(new BigDecimal("25")));
    }

    @Test
    void aFailedRechargeCostsNothing() {
        String card = sim.activeCard(SINGLE, "100");
        BigDecimal before = available();
        sim.behave("{\"order_outcome\":\"fail\"}");
        sim.post("/issuing/cards/" + card + "/recharge", "{\"amount\":25}");
        sim.receiver.awaitOne("card.recharge.failed");
        assertThat(available()).isEqualByComparingTo(before);
        assertThat(onCard(card)).isEqualByComparingTo("100");
    }

    @Test
    void refusesMoneyThatIsNotThere() {
        assertThat(sim.post("/issuing/cards", cardRequest(SINGLE, "\"card_limit\":99999999"))
                        .at("type"))
                .isEqualTo("account_error");
        String card = sim.activeCard(SINGLE, "1");
        assertThat(sim.post("/issuing/cards/" + card + "/withdraw", "{\"amount\":2}")
                        .at("type"))
                .isEqualTo("card_error");
        String share = sim.activeCard(SHARE, "1");
        assertThat(sim.post("/issuing/cards/" + share + "/recharge", "{\"amount\":2}")
                        .at("type"))
                .isEqualTo("card_error");
    }

    @Test
    void updatesLimitControlsAndMetadata() {
        String card = sim.activeCard(SHARE, "10");
        Reply asked = sim.post(
                "/issuing/cards/" + card,
                "{\"card_limit\":20.5,\"metadata\":{\"a\":\"b\"},\"risk_controls\":{\"enable_3ds\":\"Y\"},"
                        + "\"spending_controls\":[{\"amount\":7,\"interval\":\"PER_TRANSACTION\"}]}");
        assertThat(asked.at("card_status")).isEqualTo("ACTIVE");
        Delivery told = sim.receiver.awaitOne("card.update.succeeded");
        assertThat(told.data().path("card_order_id").asText()).isEqualTo(asked.at("card_order_id"));
        assertThat(told.data().path("order_status").asText()).isEqualTo("success");
        assertThat(told.data().path("card_limit").textValue()).isEqualTo("20.5");
        assertThat(told.data().at("/risk_control/enable_3ds").asText()).isEqualTo("Y");
        assertThat(told.data().at("/spending_controls/0/amount").textValue()).isEqualTo("7");
        assertThat(told.data().path("no_pin_payment_amount").asText()).isEqualTo("USD");
        Reply read = sim.get("/issuing/cards/" + card);
        assertThat(read.json().at("/metadata/a").asText()).isEqualTo("b");
        assertThat(read.json().get("card_limit").decimalValue()).isEqualByComparingTo("20.5");
        String single = sim.activeCard(SINGLE, "10");
        assertThat(sim.post("/issuing/cards/" + single, "{\"card_limit\":20}").at("type"))
                .isEqualTo("card_error");
    }

    @Test
    void aOneTimeCardEndsWithItsFirstPurchase() {
        Reply made = sim.post(
                "/issuing/cards",
                cardRequest(
                        SINGLE, "\"card_limit\":50,\"usage_type\":\"ONE_TIME\",\"auto_cancel_trigger\":\"ON_AUTH\""));
        sim.receiver.awaitOne("card.create.succeeded");
        BigDecimal before = available();
        Reply bought = sim.post("/simulation/issuing/authorization", purchase(made.at("card_id"), "10"));
        assertThat(bought.at("transaction_status")).isEqualTo("APPROVED");
        assertThat(sim.receiver.awaitOne(STATUS).data().path("card_status").asText())
                .isEqualTo("CANCELLED");
        assertThat(available()).isEqualByComparingTo(before.add(new BigDecimal("38.5")));
    }

    @Test
    void aOneTimeCardEndsAtItsExpiry() {
        String expiry = sim.clock.instant().plusMillis(400).toString();
        Reply made = sim.post(
                "/issuing/cards",
                cardRequest(
                        SHARE,
                        "\"usage_type\":\"ONE_TIME\",\"auto_cancel_trigger\":\"ON_CAPTURE\",\"expiry_at\":\"" + expiry
                                + "\""));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> sim.statusOf(made.at("card_id")).equals("CANCELLED"));
    }

    @Test
    void purchasesAndReversalsAddUp() {
        String card = sim.activeCard(SHARE, "1000");
        BigDecimal before = available();
        Reply bought = sim.post("/simulation/issuing/authorization", purchase(card, "10"));
        assertThat(new BigDecimal(bought.at("billing_amount"))).isEqualByComparingTo("11.5");
        assertThat(bought.json().has("failure_reason")).isTrue();
        Delivery told = sim.receiver.awaitOne("issuing.transaction.authorization");
        assertThat(told.json().path("source_id").asText()).isEqualTo(bought.at("transaction_id"));
        assertThat(told.data().path("merchant_data").isArray()).isTrue();
        assertThat(told.data().path("card_available_balance").textValue()).isEqualTo("988.5");
        assertThat(told.data().path("fee_pass_through").asText()).isEqualTo("Y");
        assertThat(available()).isEqualByComparingTo(before.subtract(new BigDecimal("11.5")));
        assertThat(sim.get("/issuing/cards/" + card).at("consumed_amount")).isEqualTo("11.5");
        sim.post("/simulation/issuing/reversal", "{\"transaction_id\":\"" + bought.at("transaction_id") + "\"}");
        assertThat(onCard(card)).isEqualByComparingTo("1000");
        assertThat(available()).isEqualByComparingTo(before);
        assertThat(sim.get("/issuing/transactions?page_number=1&page_size=10&card_id=" + card)
                        .json()
                        .path("total_items")
                        .asInt())
                .isEqualTo(2);
        Reply declined = sim.post("/simulation/issuing/authorization", purchase(card, "5000"));
        assertThat(declined.status()).isEqualTo(200);
        assertThat(declined.at("transaction_status")).isEqualTo("DECLINED");
    }

    private static String purchase(String card, String amount) {
        return "{\"card_id\":\"" + card + "\",\"transaction_amount\":" + amount
                + ",\"transaction_currency\":\"USD\",\"merchant_name\":\"Test Merchant\",\"merchant_category_code\":\"5734\"}";
    }

    @Test
    void aPanTokenOpensTheFrameOnceAndForAMinute() {
        String card = sim.activeCard(SHARE, "1");
        Reply token = sim.post("/issuing/cards/" + card + "/token", "");
        assertThat(token.at("token")).startsWith("pan_");
        assertThat(token.json().path("expires_in").asInt()).isEqualTo(60);
        assertThat(token.at("expires_at")).endsWith("Z");
        String frame = "/iframe/card?cardId=" + card + "&lang=en&token=";
        Reply shown = sim.send(sim.request(frame + token.at("token")).GET());
        assertThat(shown.text()).contains("4096 3608").contains("not usable");
        assertThat(sim.send(sim.request(frame + token.at("token")).GET()).status())
                .isEqualTo(401);
        Reply late = sim.post("/issuing/cards/" + card + "/token", "");
        sim.clock.pass(Duration.ofSeconds(61));
        assertThat(sim.send(sim.request(frame + late.at("token")).GET()).status())
                .isEqualTo(401);
        assertThat(sim.get("/issuing/cards/" + card + "/secure").status()).isEqualTo(403);
    }
}
