// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static dev.cardwire.testsupport.Api.activeCard;
import static dev.cardwire.testsupport.Api.caller;
import static dev.cardwire.testsupport.Api.newKey;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code docs/api.md} 2.5 where recharges of SHARE cards are switched on. */
@QuarkusTest
@WithTestResource(LocalServers.class)
@TestProfile(ShareRechargeIntegrationTest.SwitchedOn.class)
class ShareRechargeIntegrationTest {

    public static final class SwitchedOn implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("cardwire.issuing.share-recharge", "true");
        }
    }

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Test
    void raisesTheLimitOfAShareCard() {
        Api.behave(Map.of("share_recharge", "accept"));
        String card = activeCard(Api.SHARE, "10");
        move(card, "recharge").then().statusCode(202).body("kind", equalTo("RECHARGE"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Double.parseDouble(Api.card(card).getString("card_limit")) == 15);
    }

    @Test
    void leavesItToUqpayToRefuse() {
        String card = activeCard(Api.SHARE, "10");
        move(card, "recharge").then().statusCode(422).body("code", equalTo("upstream_refused"));
    }

    @Test
    void withdrawsNothingFromAShareCard() {
        Api.behave(Map.of("share_recharge", "accept"));
        String card = activeCard(Api.SHARE, "10");
        move(card, "withdraw").then().statusCode(422).body("errors.field", hasItem("amount"));
    }

    private static Response move(String card, String way) {
        return caller(newKey()).body("{\"amount\": \"5\"}").post("/v1/cards/" + card + "/" + way);
    }
}
