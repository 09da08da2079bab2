// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.SECRET;
import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.WebhookReceiver.Delivery;
import dev.cardwire.testsupport.SignedEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** uqpay/webhooks.md 1 and 2: delivery, retries, signature, and what the knobs make of them. */
class SimulatedDeliveryTest {
    private static final String CREATED = "card.create.succeeded";

    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    private void issue() {
        sim.post("/issuing/cards", cardRequest(SHARE, "\"card_limit\":1"));
    }

    private JsonNode lastDelivery() {
        return sim.control("/deliveries?limit=1").json().at("/data/0");
    }

    @Test
    void triesSixTimesAndThenNoMore() {
        sim.behave("{\"time_scale\":0.0001}");
        sim.receiver.answerWith(nth -> 503);
        issue();
        List<Delivery> tries = sim.receiver.awaitType(CREATED, 6);
        await().until(() -> lastDelivery().path("state").asText().equals("GIVEN_UP"));
        assertThat(sim.receiver.all()).hasSize(6);
        assertThat(tries).extracting(Delivery::body).containsOnly(tries.get(0).body());
        assertThat(tries).allMatch(delivery -> delivery.isSignedWith(SECRET));
        JsonNode attempt = lastDelivery().path("attempts").get(0);
        assertThat(attempt.path("status").asInt()).isEqualTo(503);
        assertThat(attempt.path("answer").asText()).isEqualTo("noted");
    }

    @Test
    void anythingBut200IsAFailure() {
        sim.behave("{\"time_scale\":0}");
        sim.receiver.answerWith(nth -> nth == 1 ? 202 : 200);
        issue();
        sim.receiver.awaitType(CREATED, 2);
        await().until(() -> lastDelivery().path("state").asText().equals("DELIVERED"));
        assertThat(sim.receiver.all()).hasSize(2);
    }

    @Test
    void aRetryWaitsAsLongAsTheScaleSays() {
        sim.receiver.answerWith(nth -> nth == 1 ? 500 : 200);
        issue();
        sim.receiver.awaitType(CREATED, 1);
        await().until(() -> lastDelivery().path("attempts").size() == 1);
        assertThat(sim.receiver.all()).hasSize(1);
        sim.behave("{\"time_scale\":0}");
        sim.receiver.awaitType(CREATED, 2);
    }

    @Test
    void silenceIsAFailure() {
        sim.behave("{\"webhook_deadline_ms\":50}");
        sim.receiver.neverAnswer();
        issue();
        await().until(() -> lastDelivery().path("attempts").size() == 1);
        assertThat(lastDelivery().at("/attempts/0/error").asText()).isNotEmpty();
        assertThat(lastDelivery().path("state").asText()).isEqualTo("WAITING");
    }

    @Test
    void canRepeatTheFirstSignature() {
        sim.behave("{\"time_scale\":0.0001,\"webhook_retry_signature\":\"same\"}");
        sim.receiver.answerWith(nth -> 500);
        issue();
        assertThat(sim.receiver.awaitType(CREATED, 6))
                .extracting(Delivery::signature)
                .containsOnly(sim.receiver.all().get(0).signature());
    }

    @Test
    void sendsCopiesOnDemand() {
        sim.behave("{\"webhook_duplicates\":3}");
        issue();
        assertThat(sim.receiver.awaitType(CREATED, 4))
                .extracting(Delivery::id)
                .containsOnly(sim.receiver.all().get(0).id());
    }

    @Test
    void dropsOnDemandAndSendsLaterWhenAsked() {
        sim.behave("{\"webhook_drop_rate\":1}");
        issue();
        await().until(() -> lastDelivery().path("state").asText().equals("DROPPED"));
        assertThat(sim.receiver.all()).isEmpty();
        sim.command("/events/" + lastDelivery().path("event_id").asText() + "/resend", "{\"times\":5}");
        assertThat(sim.receiver.awaitType(CREATED, 5))
                .extracting(Delivery::body)
                .containsOnly(sim.receiver.all().get(0).body());
    }

    @Test
    void signsWrongOnDemandAndSecondsOnDemand() {
        sim.behave("{\"webhook_bad_signature_rate\":1}");
        issue();
        assertThat(sim.receiver.awaitType(CREATED, 1).get(0).isSignedWith(SECRET))
                .isFalse();
        sim.behave("{\"webhook_bad_signature_rate\":0,\"timestamp_unit\":\"s\"}");
        issue();
        Delivery second = sim.receiver.awaitType(CREATED, 2).get(1);
        assertThat(second.timestamp()).matches("\\d{10}");
        assertThat(second.isSignedWith(SECRET)).isTrue();
    }

    @Test
    void turnsTwoEventsOfACardRound() {
        String card = sim.activeCard(SHARE, "1");
        sim.behave("{\"webhook_reorder\":true}");
        String event = "{\"event_type\":\"card.status.update.succeeded\",\"card_id\":\"" + card
                + "\",\"data\":{\"card_status\":\"%s\"}}";
        String first = sim.command("/events", String.format(event, "FROZEN")).at("event_id");
        String second = sim.command("/events", String.format(event, "ACTIVE")).at("event_id");
        assertThat(sim.receiver.awaitType("card.status.update.succeeded", 2))
                .extracting(Delivery::id)
                .containsExactly(second, first);
    }

    @Test
    void takesAnotherSecretAndUrl() {
        WebhookReceiver other = new WebhookReceiver();
        sim.behave("{\"webhook_secret\":\"new\",\"webhook_url\":\"" + other.url() + "\"}");
        issue();
        assertThat(other.awaitOne(CREATED).isSignedWith("new")).isTrue();
        assertThat(sim.receiver.all()).isEmpty();
        other.close();
    }

    @Test
    void theCheckInThisTestAgreesWithThePublishedExample() {
        String body = "{\"version\":\"V1.6.0\",\"event_name\":\"ISSUING\",\"event_type\":\"card.create.succeeded\","
                + "\"event_id\":\"8d62450e-11cd-4e62-b774-bbb52ac959df\","
                + "\"source_id\":\"79224316-ecad-4e61-9eeb-e7929bda124c\","
                + "\"data\":{\"card_id\":\"50418faa-57a8-4ce2-9157-621b00b13a3b\",\"card_status\":\"ACTIVE\"}}";
        assertThat(SignedEvents.sign("whsec_test_7f3c9a21", body.getBytes(StandardCharsets.UTF_8), "1775815486123"))
                .isEqualTo("37ee20599084e029c06a31a9520ae19ee2b737321766fc4f7cd782db99242cae"
                        + "6fa26b0a0efc640b228dbb44ea59ad3d0be5cbb28eb58d0043dfb5043499df23");
    }
}
