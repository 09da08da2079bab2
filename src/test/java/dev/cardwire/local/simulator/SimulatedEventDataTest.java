// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.SINGLE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.local.simulator.WebhookReceiver.Delivery;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** uqpay/webhooks.md 3 to 5: what an event made on demand says, and that it is so. */
class SimulatedEventDataTest {
    private static final String PROTECTION = "card.risk_control.network_protection.";

    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    private Delivery made(String type) {
        sim.command("/events", "{\"event_type\":\"" + type + "\"}");
        return sim.receiver.awaitOne(type);
    }

    private BigDecimal onCard(String card) {
        return new BigDecimal(sim.get("/issuing/cards/" + card).at("available_balance"));
    }

    @Test
    void aFeeOfTheAccountNamesNoCard() {
        sim.activeCard(SHARE, "1");
        Delivery told = made(PROTECTION + "maintenance_fee.charged");
        assertThat(told.data().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "account_id",
                        "billing_period",
                        "card_count",
                        "transaction_id",
                        "transaction_type",
                        "remark",
                        "transaction_amount",
                        "transaction_currency",
                        "transaction_time",
                        "posted_time",
                        "transaction_status",
                        "balance_amount");
        assertThat(told.data().path("card_count").asInt()).isEqualTo(1);
        assertThat(told.data().path("billing_period").asText()).matches("\\d{4}-\\d{2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"enrollment_fee.charged", "maintenance_fee.charged"})
    void theSourceOfAFeeIsNoUuid(String fee) {
        assertThat(made(PROTECTION + fee).json().path("source_id").asText())
                .isNotBlank()
                .doesNotMatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @ParameterizedTest
    @CsvSource({"card.recharge.succeeded, 110", "card.withdraw.succeeded, 90"})
    void movesTheAmountThatNobodyNamed(String type, String after) {
        String card = sim.activeCard(SINGLE, "100");
        Delivery told = made(type);
        assertThat(told.data().path("amount").textValue()).isEqualTo("10");
        assertThat(told.data().path("card_available_balance").textValue()).isEqualTo(after);
        assertThat(onCard(card)).isEqualByComparingTo(after);
    }

    @Test
    void theOlderVersionCallsTheDescriptionFailureReason() {
        sim.behave("{\"webhook_version\":\"V1.5.2\"}");
        sim.command(
                "/events",
                "{\"event_type\":\"issuing.transaction.declined\",\"data\":{\"description\":\"1107 - Invalid CVV2\"}}");
        Delivery told = sim.receiver.awaitOne("ISSUING");
        assertThat(told.json().path("event_name").asText()).isEqualTo("issuing.transaction.declined");
        assertThat(told.data().path("failure_reason").asText()).isEqualTo("1107 - Invalid CVV2");
        assertThat(told.data().has("description")).isFalse();
    }

    @Test
    void aSettlementThatEndsTheCardShowsItEmpty() {
        String more = "\"card_limit\":50.50,\"usage_type\":\"ONE_TIME\",\"auto_cancel_trigger\":\"ON_CAPTURE\"";
        sim.post("/issuing/cards", cardRequest(SINGLE, more));
        String card = sim.receiver
                .awaitOne("card.create.succeeded")
                .data()
                .path("card_id")
                .asText();
        Delivery told = made("issuing.transaction.settlement.debit");
        assertThat(told.data().path("card_available_balance").textValue()).isEqualTo("0");
        assertThat(sim.statusOf(card)).isEqualTo("CANCELLED");
        assertThat(onCard(card)).isZero();
    }

    @Test
    void writesABalanceWithoutTrailingZeros() {
        sim.activeCard(SHARE, "10.50");
        assertThat(made("issuing.fee.card")
                        .data()
                        .path("card_available_balance")
                        .textValue())
                .isEqualTo("10.5");
    }
}
