// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.management;

import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import dev.cardwire.problem.RequestIds;
import dev.cardwire.start.StartOrder;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Health and metrics on a port of their own ({@code docs/api.md} 1 and 5), where no key is asked for. The framework has
 * one too, but it is chosen when the application is built, and takes both away from the public port.
 */
@Singleton
class ManagementPort {

    private static final Logger LOG = Logger.getLogger(ManagementPort.class);

    private static final String EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

    private static final int BEFORE_EVERYTHING = -1_000;

    private final ManagementConfig config;
    private final HealthAnswers health;
    private final PrometheusMeterRegistry metrics;
    private final ProblemWriter problems;
    private final Vertx vertx;
    private @Nullable HttpServer server;

    ManagementPort(
            ManagementConfig config,
            HealthAnswers health,
            PrometheusMeterRegistry metrics,
            ProblemWriter problems,
            Vertx vertx) {
        this.problems = problems;
        this.config = config;
        this.health = health;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    void open(@Observes @Priority(StartOrder.WORK) StartupEvent started) {
        if (config.port().isPresent()) {
            Router router = Router.router(vertx);
            router.route().order(BEFORE_EVERYTHING).handler(inThisApplication(RequestIds::identify));
            health.serve(router);
            router.get("/q/metrics").blockingHandler(inThisApplication(request -> request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, EXPOSITION)
                    .end(metrics.scrape())));
            router.route()
                    .last()
                    .handler(request -> problems.answer(
                            request, ProblemException.notFound("This port serves health and metrics only.")));
            server = vertx.createHttpServer().requestHandler(router);
            server.listen(config.port().getAsInt()).onFailure(this::end);
        }
    }

    /** In dev mode Vert.x' threads outlive an application, and beans that are made on them are of the one before. */
    private static Handler<RoutingContext> inThisApplication(Handler<RoutingContext> handler) {
        ClassLoader ours = ManagementPort.class.getClassLoader();
        return request -> {
            Thread.currentThread().setContextClassLoader(ours);
            handler.handle(request);
        };
    }

    /** Probes that never find it would end the process too, and nobody would know why. */
    private void end(Throwable failure) {
        LOG.fatalf("CARDWIRE_MANAGEMENT_PORT cannot be opened: %s", failure.getMessage());
        Quarkus.asyncExit(1);
    }

    /** Where it is; 0 until it is open, or when no port is configured. */
    int actual() {
        return server == null ? 0 : server.actualPort();
    }

    void close(@Observes ShutdownEvent stopping) {
        if (server != null) {
            server.close();
        }
    }
}
