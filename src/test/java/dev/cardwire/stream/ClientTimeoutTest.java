// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.stream.fanout.Streams;
import io.vertx.core.http.HttpServerOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientTimeoutTest {

    @Test
    void areGivenUpSoonAfterThoseThatAreKnownToStall() {
        assertThat(options(Map.of()).getTcpUserTimeout()).isEqualTo(50_000);
        assertThat(options(Map.of("flow.stall", "7s")).getTcpUserTimeout()).isEqualTo(12_000);
        assertThat(options(Map.of("flow.stall", "100d")).getTcpUserTimeout()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void areGivenUpBehindTlsToo() {
        HttpServerOptions options = new HttpServerOptions();
        new ClientTimeout(Streams.config(Map.of())).customizeHttpsServer(options);
        assertThat(options.getTcpUserTimeout()).isEqualTo(50_000);
    }

    private HttpServerOptions options(Map<String, String> settings) {
        HttpServerOptions options = new HttpServerOptions();
        new ClientTimeout(Streams.config(settings)).customizeHttpServer(options);
        return options;
    }
}
