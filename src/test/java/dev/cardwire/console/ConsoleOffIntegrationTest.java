// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import static io.restassured.RestAssured.given;

import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway whose operators want no pages on it. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
@TestProfile(ConsoleOffIntegrationTest.SwitchedOff.class)
class ConsoleOffIntegrationTest {

    public static final class SwitchedOff implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("cardwire.console.enabled", "false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console", "/console/index.html", "/console/app.js", "/console/health"})
    void noPageIsServed(String path) {
        given().get(path).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/client/cardwire-stream.js", "/problems/not_found"})
    void frontEndsKeepTheirs(String path) {
        given().get(path).then().statusCode(200);
    }
}
