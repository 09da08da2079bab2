// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A local build that uses an account at UQPAY. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
@TestProfile(WithoutSimulatorIntegrationTest.SwitchedOff.class)
class WithoutSimulatorIntegrationTest {

    public static final class SwitchedOff implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("cardwire.simulator.enabled", "false");
        }
    }

    @Test
    void consoleHasItsKeyAndLinksNoSimulator() {
        given().get("/console/local.json")
                .then()
                .statusCode(200)
                .body("api_key", equalTo("cardwire-dev-key"))
                .body("simulator", nullValue());
        given().get("/simulator/").then().statusCode(404);
    }
}
