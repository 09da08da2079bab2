// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.SINGLE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.local.simulator.RunningSimulator.Reply;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where UQPAY was seen to do either of two things, a knob chooses. */
class SimulatedReadingsTest {
    private static final String FEE = "card.risk_control.network_protection.enrollment_fee.charged";

    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    private BigDecimal onCard(String card) {
        return new BigDecimal(sim.get("/issuing/cards/" + card).at("available_balance"));
    }

    private BigDecimal inAccount() {
        return new BigDecimal(
                sim.post("/issuing/balances", "{\"currency\":\"USD\"}").at("available_balance"));
    }

    @ParameterizedTest
    @CsvSource({"recharge, succeed, SUCCESS, 12", "withdraw, succeed, SUCCESS, 8", "recharge, fail, FAILED, 10"})
    void movesMoneyBeforeItAnswers(String way, String outcome, String status, String left) {
        String card = sim.activeCard(SINGLE, "10");
        BigDecimal before = inAccount();
        sim.behave("{\"money_orders\":\"at_once\",\"order_outcome\":\"" + outcome + "\"}");
        Reply order = sim.post("/issuing/cards/" + card + "/" + way, "{\"amount\":2}");
        assertThat(order.at("order_status")).isEqualTo(status);
        assertThat(order.json().has("complete_time")).isTrue();
        assertThat(onCard(card)).isEqualByComparingTo(left);
        assertThat(inAccount().add(onCard(card))).isEqualByComparingTo(before.add(BigDecimal.TEN));
        sim.receiver.awaitOne("card." + way + (outcome.equals("fail") ? ".failed" : ".succeeded"));
    }

    @Test
    void leavesAnOrderPendingThatIsToStaySo() {
        String card = sim.activeCard(SINGLE, "10");
        sim.behave("{\"money_orders\":\"at_once\",\"order_outcome\":\"stay_pending\"}");
        assertThat(sim.post("/issuing/cards/" + card + "/recharge", "{\"amount\":2}")
                        .at("order_status"))
                .isEqualTo("PENDING");
        assertThat(onCard(card)).isEqualByComparingTo("10");
    }

    @Test
    void comparesTheOldPin() {
        String card = sim.activeCard(SHARE, "1");
        assertThat(pin(card, "UPDATE", "258369", "147036")).isEqualTo("FAILED");
        assertThat(pin(card, "SET", "258369", "")).isEqualTo("SUCCESS");
        assertThat(pin(card, "UPDATE", "147036", "963258")).isEqualTo("FAILED");
        assertThat(pin(card, "UPDATE", "147036", "258369")).isEqualTo("SUCCESS");
        assertThat(pin(card, "UPDATE", "258369", "147036")).isEqualTo("SUCCESS");
    }

    /** How the order of a PIN ended. */
    private String pin(String card, String type, String pin, String old) {
        String order = sim.post(
                        "/issuing/cards/pin",
                        "{\"card_id\":\"" + card + "\",\"type\":\"" + type + "\",\"pin\":\"" + pin + "\",\"old_pin\":\""
                                + old + "\"}")
                .at("card_order_id");
        String path = "/issuing/cards/" + order + "/order";
        await().until(() -> sim.get(path).json().has("complete_time"));
        return sim.get(path).at("order_status");
    }

    @Test
    void hasOneArtWhenTheKnobSaysSo() {
        sim.behave("{\"card_art\":\"one\"}");
        Reply arts = sim.get("/issuing/cards/arts");
        String art = arts.json().at("/card_arts/0/card_art_id").asText();
        assertThat(arts.at("default_card_art_id")).isEqualTo(art).isNotEmpty();
        assertThat(withArt(art).status()).isEqualTo(200);
        assertThat(withArt("another").at("code")).isEqualTo("card_art_not_configured");
        assertThat(sim.post("/issuing/cards/arts/default", "{\"card_art_id\":\"" + art + "\"}")
                        .status())
                .isEqualTo(200);
        sim.behave("{\"card_art\":\"none\"}");
        assertThat(withArt(art).at("code")).isEqualTo("card_art_not_configured");
    }

    private Reply withArt(String art) {
        return sim.post("/issuing/cards", cardRequest(SHARE, "\"card_art_id\":\"" + art + "\""));
    }

    @Test
    void chargesForNetworkProtectionOnce() {
        String card = sim.activeCard(SHARE, "1");
        BigDecimal before = inAccount();
        protect(card);
        assertThat(sim.receiver.ofType(FEE)).isEmpty();
        sim.send(sim.call("/issuing/cards/" + card + "/risk")
                .header("x-idempotency-key", UUID.randomUUID().toString())
                .method("DELETE", BodyPublishers.ofString("{\"risk_control\":\"network_protection\"}")));
        sim.behave("{\"protection_fee\":\"charged\"}");
        protect(card);
        protect(card);
        assertThat(sim.receiver.awaitOne(FEE).data().path("action_code").asText())
                .isEqualTo("41");
        assertThat(inAccount()).isEqualByComparingTo(before.subtract(BigDecimal.ONE));
    }

    private void protect(String card) {
        sim.post(
                "/issuing/cards/" + card + "/risk", "{\"risk_control\":\"network_protection\",\"action_code\":\"41\"}");
    }

    @ParameterizedTest
    @CsvSource({"less, credit, 989.5", "more, debit, 987.5"})
    void settlesForADifference(String way, String word, String left) {
        String card = sim.activeCard(SHARE, "1000");
        sim.behave("{\"settlement\":\"" + way + "\",\"settlement_delay_ms\":0}");
        String purchase = buy(card);
        Reply settled = awaitSettled(purchase);
        assertThat(settled.at("transaction_type")).isEqualTo("AUTHORIZATION");
        var data =
                sim.receiver.awaitOne("issuing.transaction.settlement." + word).data();
        assertThat(data.path("original_transaction_id").asText()).isEqualTo(purchase);
        assertThat(data.path("billing_amount").textValue()).isEqualTo("1");
        assertThat(onCard(card)).isEqualByComparingTo(left);
        assertThat(reverse(purchase).status()).isEqualTo(400);
    }

    @Test
    void settlesForTheSameWithoutAnEvent() {
        String card = sim.activeCard(SHARE, "1000");
        sim.behave("{\"settlement\":\"same\",\"settlement_delay_ms\":0}");
        awaitSettled(buy(card));
        assertThat(onCard(card)).isEqualByComparingTo("988.5");
        assertThat(transactions(card)).isEqualTo(1);
    }

    @Test
    void doesNotSettleWhatWasReversed() {
        String card = sim.activeCard(SHARE, "1000");
        sim.behave("{\"settlement\":\"more\",\"settlement_delay_ms\":600000}");
        String reversed = buy(card);
        assertThat(reverse(reversed).status()).isEqualTo(200);
        sim.clock.pass(Duration.ofMinutes(11));
        sim.behave("{\"settlement_delay_ms\":0,\"time_scale\":0}");
        awaitSettled(buy(card));
        assertThat(sim.get("/issuing/transactions/" + reversed).at("settlement_status"))
                .isEqualTo("NOT_APPLICABLE");
        // two purchases, a reversal and one settlement
        assertThat(transactions(card)).isEqualTo(4);
    }

    private int transactions(String card) {
        return sim.get("/issuing/transactions?page_number=1&page_size=10&card_id=" + card)
                .json()
                .path("total_items")
                .asInt();
    }

    private Reply reverse(String purchase) {
        return sim.post("/simulation/issuing/reversal", "{\"transaction_id\":\"" + purchase + "\"}");
    }

    private Reply awaitSettled(String purchase) {
        await().until(() -> sim.get("/issuing/transactions/" + purchase)
                .at("settlement_status")
                .equals("SETTLED"));
        return sim.get("/issuing/transactions/" + purchase);
    }

    private String buy(String card) {
        return sim.post(
                        "/simulation/issuing/authorization",
                        "{\"card_id\":\"" + card + "\",\"transaction_amount\":10,\"transaction_currency\":\"USD\","
                                + "\"merchant_name\":\"Test Merchant\",\"merchant_category_code\":\"5734\"}")
                .at("transaction_id");
    }

    @Test
    void changes3dsAloneWhileACardIsPending() {
        sim.behave("{\"issue_outcome\":\"stay_pending\"}");
        String card = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":5"))
                .at("card_id");
        String no3ds = "{\"risk_controls\":{\"enable_3ds\":\"N\"}";
        assertThat(sim.post("/issuing/cards/" + card, no3ds + ",\"card_limit\":6}")
                        .status())
                .isEqualTo(400);
        assertThat(sim.post("/issuing/cards/" + card, no3ds + "}").at("card_status"))
                .isEqualTo("PENDING");
        sim.receiver.awaitOne("card.update.succeeded");
        assertThat(sim.get("/issuing/cards/" + card)
                        .json()
                        .at("/risk_controls/enable_3ds")
                        .asText())
                .isEqualTo("N");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhenToComeBackIfTheKnobSaysSo(boolean says) {
        sim.behave("{\"rate_limit_per_minute\":1,\"rate_limit_retry_after\":" + says + "}");
        // a minute may end between two calls, but not between each two of them
        Reply refused = await().until(() -> sim.get("/issuing/products"), reply -> reply.status() == 429);
        assertThat(refused.http().headers().firstValue("Retry-After").isPresent())
                .isEqualTo(says);
    }
}
