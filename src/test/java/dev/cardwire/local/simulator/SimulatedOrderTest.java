// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.local.simulator.RunningSimulator.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** uqpay/api.md 10.7: whatever names an order names one that can be read. */
class SimulatedOrderTest {
    private static final String STATUS = "card.status.update.succeeded";

    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    private Reply order(String id) {
        return sim.get("/issuing/cards/" + id + "/order");
    }

    private String orderOfAPin(String card) {
        return sim.post("/issuing/cards/pin", "{\"card_id\":\"" + card + "\",\"type\":\"SET\",\"pin\":\"258369\"}")
                .at("card_order_id");
    }

    @Test
    void anOrderForAPinIsAboutNoMoney() {
        String card = sim.activeCard(SHARE, "1");
        String id = orderOfAPin(card);
        await().until(() -> order(id).at("order_status").equals("SUCCESS"));
        Reply order = order(id);
        assertThat(order.at("order_type")).isEqualTo("PIN_MANAGEMENT");
        assertThat(order.at("card_id")).isEqualTo(card);
        assertThat(order.json().has("amount")).isFalse();
        assertThat(order.json().has("card_currency")).isFalse();
    }

    @Test
    void aFailedOrderForAPinSaysSo() {
        String card = sim.activeCard(SHARE, "1");
        sim.behave("{\"order_outcome\":\"fail\"}");
        String id = orderOfAPin(card);
        await().until(() -> order(id).at("order_status").equals("FAILED"));
        assertThat(order(id).at("failure_code")).isEqualTo("pin_operation_failed");
    }

    @Test
    void bothEventsOfACancellationNameAnOrder() {
        String card = sim.activeCard(SHARE, "1");
        sim.post("/issuing/cards/" + card + "/status", "{\"card_status\":\"CANCELLED\"}");
        sim.receiver.awaitOne(STATUS);
        sim.behave("{\"time_scale\":0}");
        assertThat(sim.receiver.awaitType(STATUS, 2)).allSatisfy(told -> {
            Reply order = order(told.json().path("source_id").asText());
            assertThat(order.at("card_id")).isEqualTo(card);
            assertThat(order.at("order_status")).isEqualTo("SUCCESS");
        });
    }

    @Test
    void anOrderDoesNotBringACardBackThatEndedMeanwhile() {
        String card = sim.activeCard(SHARE, "1");
        sim.behave("{\"order_delay_ms\":600000}");
        String id = sim.post("/issuing/cards/" + card + "/status", "{\"card_status\":\"FROZEN\"}")
                .at("card_order_id");
        sim.command(
                "/events",
                "{\"event_type\":\"" + STATUS + "\",\"card_id\":\"" + card
                        + "\",\"data\":{\"card_status\":\"CANCELLED\"}}");
        sim.receiver.awaitOne(STATUS);
        sim.clock.pass(Duration.ofMinutes(11));
        sim.behave("{\"time_scale\":0}");
        await().until(() -> order(id).at("order_status").equals("FAILED"));
        assertThat(sim.statusOf(card)).isEqualTo("CANCELLED");
    }
}
