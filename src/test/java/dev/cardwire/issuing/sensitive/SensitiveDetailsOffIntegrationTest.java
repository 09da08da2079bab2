// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.sensitive;

import static org.hamcrest.Matchers.equalTo;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class SensitiveDetailsOffIntegrationTest {

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Test
    void areNotThereUnlessTheyAreSwitchedOn() {
        Api.behave(Map.of("secure_card_data", "serve"));
        String card = Api.activeCard(Api.SHARE, "10");
        Api.caller()
                .body(Map.of("public_key", Map.of("kty", "EC")))
                .post("/v1/cards/" + card + "/sensitive-details")
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
    }
}
