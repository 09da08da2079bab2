// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.StreamConfig;
import dev.cardwire.stream.fanout.StreamHub;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Has the kernel close connections whose bytes nobody acknowledges. A client that vanishes without a word stalls nothing
 * here: the few bytes of a quiet stream fit into the kernel's buffer, which holds on to them for a quarter of an hour.
 * Java's own sockets do not know the option, and Vert.x does not report it: {@link SilentClients} are for those.
 */
@Singleton
class ClientTimeout implements HttpServerOptionsCustomizer {

    /** The kernel counts a window that stays shut too, and must not be quicker than {@link StreamHub}, which tells why. */
    private static final Duration LATER_THAN_THE_HUB = Duration.ofSeconds(5);

    private final StreamConfig config;

    ClientTimeout(StreamConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        Duration silence = config.flow().stall().plus(LATER_THAN_THE_HUB);
        options.setTcpUserTimeout((int) Math.min(silence.toMillis(), Integer.MAX_VALUE));
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
