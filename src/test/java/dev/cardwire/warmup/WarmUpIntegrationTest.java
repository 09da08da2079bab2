// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.access.OwnKey;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a replica does before it is ready is done through every layer, and leaves nothing behind. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class WarmUpIntegrationTest {

    private static final List<String> TABLES =
            List.of("card", "card_change", "operation", "webhook_event", "webhook_oddity");

    @Inject
    @Any
    Instance<WarmUpStep> steps;

    @Inject
    OwnCalls calls;

    @Inject
    OwnKey key;

    @TestHTTPResource("/")
    URL base;

    @Test
    void leavesNothingBehindAndItsKeyOpensNothingAfterwards() {
        Api.issueCard();
        List<String> before = rows();
        steps.forEach(step -> wait(step.run()));
        assertThat(rows()).as("after the steps").isEqualTo(before);
        wait(calls.run(new HttpServerOptions().setHost("0.0.0.0").setPort(base.getPort()), false));
        assertThat(rows()).as("after the calls").isEqualTo(before);
        assertThat(cardsAs(key.value())).isEqualTo(200);
        calls.end();
        assertThat(cardsAs(key.value())).isEqualTo(401);
    }

    private static int cardsAs(String key) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + key)
                .get("/v1/cards")
                .statusCode();
    }

    private static List<String> rows() {
        return TABLES.stream()
                .map(table -> table + " " + Database.ofTheWorld().value("select count(*) from " + table))
                .toList();
    }

    private static void wait(Uni<Void> work) {
        work.await().atMost(Duration.ofSeconds(20));
    }
}
