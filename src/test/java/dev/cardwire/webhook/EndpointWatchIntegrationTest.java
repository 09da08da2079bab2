// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class EndpointWatchIntegrationTest {

    @TestHTTPResource("/")
    URL base;

    @Inject
    EndpointWatch watch;

    @Inject
    AgroalDataSource store;

    @Test
    void aTimeInWhichNoReplicaWasWellIsOneOutageAndAQuietTimeIsNone() throws Exception {
        wait(watch.note());
        long before = wait(watch.noted());
        lastWell("4 minutes");
        wait(watch.note());
        assertThat(wait(watch.noted())).isEqualTo(before);
        lastWell("6 minutes");
        wait(watch.note());
        wait(watch.note());
        assertThat(wait(watch.noted())).isEqualTo(before + 1);
    }

    @Test
    void showsHowManyEventsWait() {
        new Hooks(base).outcome(Hooks.event("card.invented.yesterday", UUID.randomUUID()));
        wait(watch.note());
        Api.caller()
                .get("/q/metrics")
                .then()
                .body(containsString("cardwire_webhook_waiting{outcome=\"parked\"}"))
                .body(containsString("cardwire_webhook_waiting{outcome=\"failed\"}"));
        assertThat(waiting("parked")).isPositive();
    }

    private static double waiting(String outcome) {
        String metrics = Api.caller().get("/q/metrics").asString();
        return Double.parseDouble(
                metrics.replaceAll("(?s).*cardwire_webhook_waiting\\{outcome=\"" + outcome + "\"} (\\S+).*", "$1"));
    }

    private void lastWell(String ago) throws Exception {
        Stored.execute(store, "update webhook_watch set well_at = now() - interval '" + ago + "'");
    }

    private static <T> T wait(io.smallrye.mutiny.Uni<T> answer) {
        return answer.await().indefinitely();
    }
}
