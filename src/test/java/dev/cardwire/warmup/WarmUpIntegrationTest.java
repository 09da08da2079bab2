// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.access.OwnKey;
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

    /** What only a warm-up could have written: its digest, a change without its event, and its operations. */
    private static final List<String> TRACES = List.of(
            "select count(*) from webhook_event where digest = decode('00', 'hex')",
            "select count(*) from card_change c where c.event_id is not null"
                    + " and not exists (select from webhook_event w where w.event_id = c.event_id)",
            "select count(*) from operation where caller = 'cardwire:warm-up'");

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
        assertThat(steps).isNotEmpty();
        steps.forEach(step -> wait(step.run()));
        wait(calls.run(new HttpServerOptions().setHost("0.0.0.0").setPort(base.getPort()), false));
        assertThat(TRACES)
                .allSatisfy(trace ->
                        assertThat(Database.ofTheWorld().value(trace)).as(trace).isEqualTo("0"));
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

    private static void wait(Uni<Void> work) {
        work.await().atMost(Duration.ofSeconds(20));
    }
}
