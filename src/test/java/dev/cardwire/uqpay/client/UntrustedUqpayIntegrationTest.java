// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayNotSentException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalServers.class)
@WithTestResource(UntrustedUqpay.class)
class UntrustedUqpayIntegrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Uqpay uqpay;

    @Inject
    CallGuards gates;

    @Test
    void anUntrustedCertificateIsOneLineInTheLogAndItsEndAnother() {
        for (int i = 0; i < 3; i++) {
            assertThat(catchThrowable(() -> uqpay.card(UUID.randomUUID(), CallPurpose.READ)
                            .await()
                            .atMost(PATIENCE)))
                    .isInstanceOf(UqpayNotSentException.class);
        }
        assertThat(UntrustedUqpay.lines.all())
                .singleElement()
                .asString()
                .startsWith("WARN calls to UQPAY fail: ")
                .contains("CertPath", "certification path");
        gates.reads(CallPurpose.READ)
                .pass(() -> Uni.createFrom().item(Answers.of(200, "{}")))
                .await()
                .atMost(PATIENCE);
        assertThat(UntrustedUqpay.lines.all())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("INFO calls to UQPAY succeed again");
    }
}
