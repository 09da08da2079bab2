// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.management;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class ManagementPortIntegrationTest {

    @Inject
    ManagementPort management;

    @Test
    void servesMetricsAndHealthWithoutAKeyAndNothingElse() {
        await().until(() -> management.actual() > 0);
        there().get("/q/metrics")
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(containsString("cardwire_ready_age_seconds"));
        there().get("/q/health/ready")
                .then()
                .statusCode(200)
                .header("X-Request-Id", notNullValue())
                .body("status", equalTo("UP"))
                .body("$", not(hasKey("checks")));
        there().get("/v1/cards")
                .then()
                .statusCode(404)
                .header("X-Request-Id", notNullValue())
                .body("code", equalTo("not_found"));
        there().post("/webhooks/uqpay").then().statusCode(404);
    }

    /** Not compared with the description, which is the public port's. */
    private RequestSpecification there() {
        return given().noFilters().port(management.actual());
    }
}
