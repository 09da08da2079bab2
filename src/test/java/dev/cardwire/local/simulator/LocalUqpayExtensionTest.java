// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension as somebody else's tests use it. */
class LocalUqpayExtensionTest {
    @RegisterExtension
    static final LocalUqpayExtension UQPAY = LocalUqpayExtension.ofClassPath();

    private static int token() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(UQPAY.api() + "/v1/connect/token"))
                                .header("x-client-id", "sim-client")
                                .header("x-api-key", "sim-key")
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void runsAndMisbehaves() throws Exception {
        assertThat(token()).isEqualTo(200);
        UQPAY.behave("{\"http_error_rate\": 1, \"http_error_status\": 503}");
        assertThat(token()).isEqualTo(503);
    }

    @Test
    void behavesAgainInTheNextTest() throws Exception {
        assertThat(token()).isEqualTo(200);
    }
}
