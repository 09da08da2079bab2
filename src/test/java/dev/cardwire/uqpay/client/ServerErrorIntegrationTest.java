// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.LogLines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ServerErrorIntegrationTest.OfItsOwn.class)
@WithTestResource(LocalServers.class)
class ServerErrorIntegrationTest {

    /** An application that no other test has made an outage of: a second one within a minute has no lines. */
    public static final class OfItsOwn implements QuarkusTestProfile {}

    @Inject
    CallGuards gates;

    @Test
    void errorsOfUqpaysServersAreAnswersAndAnOutage() {
        answer(200);
        try (LogLines lines = LogLines.of(CallGuards.class.getName())) {
            assertThat(answer(503).status()).isEqualTo(503);
            assertThat(answer(404).status()).isEqualTo(404);
            assertThat(lines.all())
                    .hasSize(2)
                    .first()
                    .asString()
                    .isEqualTo("WARN calls to UQPAY fail: ServerError: status 503");
            assertThat(lines.all().get(1)).startsWith("INFO calls to UQPAY succeed again");
        }
    }

    private Answer answer(int status) {
        return gates.reads(CallPurpose.READ)
                .pass(() -> Uni.createFrom().item(Answers.of(status, "{}")))
                .await()
                .atMost(Duration.ofSeconds(30));
    }
}
