// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import io.quarkus.runtime.LaunchMode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Mounts the simulator in the application it is built into. */
@ApplicationScoped
class SimulatorRoutes {
    private Optional<SimulatedUqpay> uqpay = Optional.empty();

    void mount(@Observes Router router, Vertx vertx, SimulatorConfig config) {
        if (!config.enabled()) {
            router.get("/console/local.json").handler(SimulatorRoutes::sendSettingsWithoutSimulator);
            return;
        }
        SimulatedUqpay started = SimulatedUqpay.start(
                vertx,
                new SimulatorSettings(
                        () -> config.webhookUrl().orElseGet(SimulatorRoutes::ownWebhookUrl),
                        config.webhookSecret(),
                        config.stateFile(),
                        config.timeScale(),
                        InstantSource.system()));
        uqpay = Optional.of(started);
        router.route("/simulator/*").subRouter(started.router());
    }

    /** The console links the simulator's page that the file beside its own names, and there is no such page. */
    private static void sendSettingsWithoutSimulator(RoutingContext request) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end("{\"api_key\": \"cardwire-dev-key\"}");
    }

    /** Asked when an event is sent: a random port is only known once the server listens. */
    private static String ownWebhookUrl() {
        String key = LaunchMode.current() == LaunchMode.TEST ? "quarkus.http.test-port" : "quarkus.http.port";
        int port =
                ConfigProvider.getConfig().getOptionalValue(key, Integer.class).orElse(8080);
        return "http://localhost:" + port + "/webhooks/uqpay";
    }

    @PreDestroy
    void close() {
        uqpay.ifPresent(SimulatedUqpay::close);
    }
}
