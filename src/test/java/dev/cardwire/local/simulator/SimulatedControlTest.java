// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.SECRET;
import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.SINGLE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.RunningSimulator.Reply;
import dev.cardwire.local.simulator.WebhookReceiver.Delivery;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator's own controls. */
class SimulatedControlTest {
    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void turnsOnlyWhatIsNamedAndAllBackWhenNothingIs() {
        sim.behave("{\"issue_delay_ms\":7}");
        Reply after = sim.behave("{\"webhook_duplicates\":2}");
        assertThat(after.json().path("issue_delay_ms").asInt()).isEqualTo(7);
        assertThat(after.json().path("webhook_duplicates").asInt()).isEqualTo(2);
        Reply normal = sim.behave("{}");
        assertThat(normal.json().path("issue_delay_ms").asInt()).isEqualTo(300);
        assertThat(normal.json().path("rate_limit_per_minute").asInt()).isEqualTo(500);
        assertThat(normal.json().path("webhook_url").asText()).isEqualTo(sim.receiver.url());
        assertThat(normal.json().path("webhook_secret").asText()).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"issue_delay\":1}",
                "{\"issue_delay_ms\":\"1\"}",
                "{\"issue_outcome\":\"maybe\"}",
                "{\"webhook_drop_rate\":1.1}",
                "{\"webhook_url\":\"not a url\"}",
                "[]",
            })
    void refusesAnUnknownKeyAndAWrongValueAndTurnsNothing(String knobs) {
        assertThat(sim.behave(knobs).status()).isEqualTo(400);
        assertThat(sim.control("/behaviour").json().path("issue_delay_ms").asInt())
                .isZero();
    }

    @Test
    void anEventChangesTheCardItTellsOf() {
        String card = sim.activeCard(SHARE, "1");
        Reply made = sim.command(
                "/events",
                "{\"event_type\":\"card.status.update.succeeded\",\"card_id\":\"" + card
                        + "\",\"data\":{\"card_status\":\"BLOCKED\",\"update_reason\":\"risk\"}}");
        Delivery told = sim.receiver.awaitOne("card.status.update.succeeded");
        assertThat(told.id()).isEqualTo(made.at("event_id"));
        assertThat(told.data().path("card_status").asText()).isEqualTo("BLOCKED");
        assertThat(told.data().path("update_reason").asText()).isEqualTo("risk");
        assertThat(sim.statusOf(card)).isEqualTo("BLOCKED");
    }

    @Test
    void anEventTakesNoMoreFromACardThanItHolds() {
        String card = sim.activeCard(SINGLE, "10");
        sim.command(
                "/events",
                "{\"event_type\":\"card.withdraw.succeeded\",\"card_id\":\"" + card
                        + "\",\"data\":{\"amount\":\"25\"}}");
        sim.receiver.awaitOne("card.withdraw.succeeded");
        assertThat(sim.get("/issuing/cards/" + card).at("available_balance")).isEqualTo("0");
    }

    @Test
    void anOldEventChangesNothing() {
        String card = sim.activeCard(SHARE, "1");
        sim.command(
                "/events",
                "{\"event_type\":\"card.status.update.succeeded\",\"card_id\":\"" + card
                        + "\",\"data\":{\"card_status\":\"FROZEN\",\"update_time\":\"2020-01-01T00:00:00+08:00\"}}");
        sim.receiver.awaitOne("card.status.update.succeeded");
        assertThat(sim.statusOf(card)).isEqualTo("ACTIVE");
    }

    @Test
    void aCardFromTheDashboardCanBeLookedUp() {
        sim.command("/events", "{\"event_type\":\"card.create.succeeded\"}");
        Delivery told = sim.receiver.awaitOne("card.create.succeeded");
        assertThat(sim.statusOf(told.data().path("card_id").asText())).isEqualTo("ACTIVE");
    }

    @Test
    void anEventAboutAStrangerIsSentAndMakesNoCard() {
        String stranger = UUID.randomUUID().toString();
        sim.command("/events", "{\"event_type\":\"card.create.succeeded\",\"card_id\":\"" + stranger + "\"}");
        assertThat(sim.receiver
                        .awaitOne("card.create.succeeded")
                        .data()
                        .path("card_id")
                        .asText())
                .isEqualTo(stranger);
        assertThat(sim.get("/issuing/cards/" + stranger).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "card.3ds.otp, otp",
        "card.verification.otp, wallet_type",
        "card.activation.code, activation_code",
        "card.activation.status, activation_status",
        "card.update.failed, order_status",
        "card.recharge.failed, complete_time",
        "card.elevate_limit.succeeded, per_transaction_limit",
        "card.risk_control.network_protection.enrollment_fee.charged, balance_amount",
        "issuing.fee.card, short_reference_id",
        "issuing.transaction.settlement.debit, merchant_data",
        "issuing.report.created, date_range",
        "cardholder.kyc.status_changed, idv_status",
        "card.closed, card_id",
    })
    void everyDocumentedTypeHasItsFields(String type, String field) {
        assertThat(sim.command("/events", "{\"event_type\":\"" + type + "\"}").status())
                .isEqualTo(200);
        assertThat(sim.receiver.awaitOne(type).data().has(field)).isTrue();
    }

    @Test
    void resendsTheSameBytesManyTimesAtOnce() {
        String id = sim.command("/events", "{\"event_type\":\"card.3ds.otp\"}").at("event_id");
        sim.receiver.awaitOne("card.3ds.otp");
        sim.command("/events/" + id + "/resend", "{\"times\":200}");
        assertThat(sim.receiver.awaitType("card.3ds.otp", 201))
                .allMatch(delivery -> delivery.isSignedWith(SECRET))
                .extracting(Delivery::body)
                .containsOnly(sim.receiver.all().get(0).body());
        assertThat(sim.command("/events/" + UUID.randomUUID() + "/resend", "").status())
                .isEqualTo(404);
    }

    @Test
    void resetForgetsCardsAndBringsTheSeedsBack() {
        sim.activeCard(SHARE, "1");
        sim.command("/reset", "");
        assertThat(sim.control("/cards").json().path("data")).isEmpty();
        assertThat(sim.control("/deliveries").json().path("data")).isEmpty();
        String token = sim.newToken("sim-client", "sim-key");
        assertThat(sim.send(sim.request("/api/v1/issuing/cardholders")
                                .header("x-auth-token", "Bearer " + token)
                                .GET())
                        .json()
                        .path("total_items")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void limitsCallsByTheMinute() {
        sim.clock.pass(Duration.ofMinutes(1));
        sim.behave("{\"rate_limit_per_minute\":3}");
        int refused = 0;
        for (int i = 0; i < 9; i++) {
            Reply reply = sim.get("/issuing/products");
            refused += reply.status() == 429 ? 1 : 0;
            assertThat(reply.status() == 200 || reply.at("code").equals("too_many_requests"))
                    .isTrue();
        }
        assertThat(refused).isPositive();
        sim.clock.pass(Duration.ofMinutes(1));
        assertThat(sim.get("/issuing/products").status()).isEqualTo(200);
    }

    @Test
    void quirksSpellTheSameCardInManyWays() {
        sim.behave("{\"quirks\":\"random\"}");
        String card = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":12.5,\"metadata\":{\"a\":\"b\"}"))
                .at("card_id");
        Set<String> shapes = new HashSet<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            JsonNode read = sim.get("/issuing/cards/" + card).json();
            assertThat(read.get("card_limit").asText()).isEqualTo("12.5");
            shapes.add(read.get("card_limit").getNodeType() + " "
                    + (read.has("metadata") ? read.get("metadata").toString() : "absent"));
            return shapes.size() >= 10;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duplicates",
                "out-of-order",
                "lost-webhook",
                "webhook-before-answer",
                "card-made-but-connection-lost",
                "token-stolen",
                "rate-limited",
                "brown-out",
            })
    void everyScenarioIsListedAndPlays(String name) {
        assertThat(sim.control("/scenarios").json().path("data").findValuesAsText("name"))
                .contains(name);
        assertThat(sim.command("/scenarios/" + name, "").status()).isEqualTo(200);
    }

    @Test
    void theNewerOfTwoEventsArrivesFirst() {
        String card = sim.activeCard(SHARE, "1");
        Reply played = sim.command("/scenarios/out-of-order", "");
        var told = sim.receiver.awaitType("card.status.update.succeeded", 2);
        assertThat(told)
                .extracting(delivery -> delivery.data().path("card_status").asText())
                .containsExactly("ACTIVE", "FROZEN");
        assertThat(played.at("true_status")).isEqualTo("ACTIVE");
        assertThat(sim.statusOf(card)).isEqualTo("ACTIVE");
    }

    @Test
    void thePageNeedsNothingInline() {
        Reply page = sim.send(sim.request("/").GET());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .doesNotContain("<style")
                .doesNotContain(" style=")
                .doesNotContain("onclick");
        assertThat(page.http().headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self'");
        assertThat(sim.send(sim.request("/simulator.js").GET()).status()).isEqualTo(200);
    }
}
