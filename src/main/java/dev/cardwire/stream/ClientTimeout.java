// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.StreamConfig;
import dev.cardwire.stream.fanout.StreamHub;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Has the kernel close connections whose bytes nobody acknowledges. A client that vanishes without a word stalls nothing
 * here: the few bytes of a quiet stream fit into the kernel's buffer, which holds on to them for a quarter of an hour.
 */
@Singleton
class ClientTimeout implements HttpServerOptionsCustomizer {

    private static final Logger LOG = Logger.getLogger(ClientTimeout.class);

    /** The kernel counts a window that stays shut too, and must not be quicker than {@link StreamHub}, which tells why. */
    private static final Duration LATER_THAN_THE_HUB = Duration.ofSeconds(5);

    private final StreamConfig config;
    private final Vertx vertx;

    ClientTimeout(StreamConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
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

    /** Java's own sockets do not know the option, and Vert.x says nothing of it. */
    void start(@Observes StartupEvent started) {
        if (!vertx.isNativeTransportEnabled()) {
            LOG.info("No native transport here: clients that vanish are noticed late, when the kernel gives them up.");
        }
    }
}
