// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cardwire.local.simulator.RunningSimulator.Reply;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** uqpay/api.md 6 and open questions 11 to 15. */
class SimulatedIdempotencyTest {
    private final RunningSimulator sim = new RunningSimulator();
    private final String key = UUID.randomUUID().toString();

    @AfterEach
    void stop() {
        sim.close();
    }

    private int cards() {
        return sim.control("/cards").json().path("data").size();
    }

    @Test
    void repeatsTheFirstAnswerAndMakesNoSecondCard() {
        Reply first = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":1000"), key);
        Reply again = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\": 1000.00"), key);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(cards()).isEqualTo(1);
        assertThat(sim.control("/cards").json().at("/data/0/idempotency_key").asText())
                .isEqualTo(key);
    }

    @Test
    void forgetsAfterADay() {
        String first = sim.post("/issuing/cards", cardRequest(SHARE, ""), key).at("card_id");
        sim.clock.pass(Duration.ofHours(25));
        String token = sim.newToken("sim-client", "sim-key");
        Reply later = sim.send(sim.request("/api/v1/issuing/cards")
                .header("x-auth-token", "Bearer " + token)
                .header("x-idempotency-key", key)
                .POST(BodyPublishers.ofString(cardRequest(SHARE, ""))));
        assertThat(later.at("card_id")).isNotEmpty().isNotEqualTo(first);
    }

    @Test
    void refusesTheKeyForAnotherBodyOrPath() {
        sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":1"), key);
        Reply other = sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":2"), key);
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.at("type")).isEqualTo("idempotency_error");
        Reply elsewhere = sim.post("/issuing/balances", "{\"currency\":\"USD\"}", key);
        assertThat(elsewhere.at("type")).isEqualTo("idempotency_error");
    }

    @Test
    void keepsRefusals() {
        String body = cardRequest(SHARE, "\"card_limit\":-1");
        Reply first = sim.post("/issuing/cards", body, key);
        assertThat(first.status()).isEqualTo(400);
        assertThat(sim.post("/issuing/cards", body, key).text()).isEqualTo(first.text());
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":1"), key)
                        .at("type"))
                .isEqualTo("idempotency_error");
    }

    @Test
    void doesNotKeepA5xx() {
        sim.behave("{\"http_error_rate\":1,\"http_error_status\":503}");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), key).status())
                .isEqualTo(503);
        sim.behave("{\"http_error_rate\":0}");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), key).status())
                .isEqualTo(200);
        assertThat(cards()).isEqualTo(1);
    }

    @Test
    void aFaultAfterTheWorkLeavesACardThatTheSameKeyFinds() {
        sim.behave("{\"http_error_rate\":1,\"http_error_after_work\":true}");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), key).status())
                .isEqualTo(500);
        sim.behave("{\"http_error_rate\":0}");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), key).status())
                .isEqualTo(200);
        assertThat(cards()).isEqualTo(1);
    }

    @Test
    void answersTheLegacyEnvelopeWhileTheFirstCallRuns() {
        sim.behave("{\"http_latency_ms\":3000}");
        CompletableFuture<Reply> first =
                CompletableFuture.supplyAsync(() -> sim.post("/issuing/cards", cardRequest(SHARE, ""), key));
        await().until(() -> cards() == 1);
        sim.behave("{\"http_latency_ms\":0}");
        Reply second = sim.post("/issuing/cards", cardRequest(SHARE, ""), key);
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().has("type")).isFalse();
        assertThat(second.at("message")).contains("request is processing");
        assertThat(first.join().status()).isEqualTo(200);
    }

    @Test
    void aDroppedConnectionLeavesACardUnderItsKey() {
        sim.behave("{\"create_card_then_drop_connection_rate\":1}");
        assertThatThrownBy(() -> sim.post("/issuing/cards", cardRequest(SHARE, ""), key))
                .isInstanceOf(UncheckedIOException.class);
        Reply again = sim.post("/issuing/cards", cardRequest(SHARE, ""), key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(cards()).isEqualTo(1);
    }

    @Test
    void wantsAUuidOnWrites() {
        Reply without = sim.send(sim.call("/issuing/cards").POST(BodyPublishers.ofString(cardRequest(SHARE, ""))));
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.at("type")).isEqualTo("idempotency_error");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), "my-own-key")
                        .at("type"))
                .isEqualTo("idempotency_error");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), key).status())
                .isEqualTo(200);
    }

    @Test
    void acceptsAKeyOfOneTo64CharactersWhenLenient() {
        sim.behave("{\"idempotency_key\":\"any\"}");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), "x".repeat(65))
                        .at("type"))
                .isEqualTo("idempotency_error");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), "x".repeat(64))
                        .status())
                .isEqualTo(200);
    }

    /** UQPAY's own failure is an answer like any other; how long it stands is not published. */
    @Test
    void keepsItsOwn500AsLongAsTheKnobSays() {
        sim.behave("{\"http_error_rate\":1,\"keep_5xx_s\":3600}");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), key).status())
                .isEqualTo(500);
        sim.behave("{\"http_error_rate\":0}");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), key).status())
                .isEqualTo(500);
        sim.behave("{\"keep_5xx_s\":0}");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), key).status())
                .isEqualTo(200);
        assertThat(cards()).isEqualTo(1);
    }

    @Test
    void keepsAFlatRefusalAndNoPageOfAnEdge() {
        sim.behave("{\"http_error_rate\":1,\"http_error_status\":400,\"http_error_body\":\"flat\","
                + "\"http_error_message\":\"card limit exceeded\"}");
        Reply first = sim.post("/issuing/cards", cardRequest(SHARE, ""), key);
        assertThat(first.text()).isEqualTo("{\"code\":400,\"message\":\"card limit exceeded\"}");
        sim.behave("{\"http_error_status\":403,\"http_error_body\":\"firewall\"}");
        String other = UUID.randomUUID().toString();
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), other).text())
                .contains("<html>");
        sim.behave("{\"http_error_rate\":0}");
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), key).text())
                .isEqualTo(first.text());
        assertThat(sim.post("/issuing/cards", cardRequest(SHARE, ""), other).status())
                .isEqualTo(200);
    }
}
