// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.management;

import dev.cardwire.access.BearerMechanism;
import dev.cardwire.access.Roles;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Up or down: what a probe needs, and all that a stranger learns. An operator's key shows the checks behind it. */
@ApplicationScoped
class HealthAnswers {

    private static final int UNAVAILABLE = 503;
    private static final int BEFORE_THE_FRAMEWORK = -100;

    private final SmallRyeHealthReporter reporter;
    private final BearerMechanism keys;
    private final ProblemWriter problems;
    private final InstantSource clock;
    private volatile Instant readyAt = Instant.EPOCH;

    HealthAnswers(
            SmallRyeHealthReporter reporter,
            BearerMechanism keys,
            ProblemWriter problems,
            InstantSource clock,
            MeterRegistry metrics) {
        this.reporter = reporter;
        this.keys = keys;
        this.problems = problems;
        this.clock = clock;
        // not whether it is: a check that never ends would leave that as it was
        Gauge.builder(
                        "cardwire.ready.age.seconds",
                        () -> Duration.between(readyAt, clock.instant()).toMillis() / 1_000.0)
                .register(metrics);
    }

    void serve(@Observes Router router) {
        at(router, "/q/health", reporter::getHealthAsync);
        at(router, "/q/health/live", reporter::getLivenessAsync);
        at(router, "/q/health/ready", this::ready);
        at(router, "/q/health/started", reporter::getStartupAsync);
        withhold(router);
    }

    private Uni<SmallRyeHealth> ready() {
        return reporter.getReadinessAsync().invoke(health -> readyAt = health.isDown() ? readyAt : clock.instant());
    }

    private void at(Router router, String path, Supplier<Uni<SmallRyeHealth>> check) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(BEFORE_THE_FRAMEWORK)
                .handler(request -> answer(request, check));
    }

    /** The framework's own answers, to other methods and below other paths, show everybody what is wrong. */
    private void withhold(Router router) {
        router.route("/q/health*")
                .order(BEFORE_THE_FRAMEWORK + 1)
                .handler(request -> problems.answer(
                        request,
                        ProblemException.notFound(
                                "Use GET on /q/health, /q/health/live, /q/health/ready or /q/health/started.")));
    }

    private void answer(RoutingContext request, Supplier<Uni<SmallRyeHealth>> check) {
        Uni.combine()
                .all()
                .unis(check.get(), isOperator(request))
                .asTuple()
                .subscribe()
                .with(both -> write(request, both.getItem1(), both.getItem2()), request::fail);
    }

    /** A stranger in doubt: a probe never depends on an issuer of tokens. */
    private Uni<Boolean> isOperator(RoutingContext request) {
        return keys.callerOf(request)
                .map(caller -> caller.filter(known -> known.roles().contains(Roles.OPERATOR))
                        .isPresent())
                .onFailure()
                .recoverWithItem(false);
    }

    private static void write(RoutingContext request, SmallRyeHealth health, boolean operator) {
        HttpServerResponse answer = request.response();
        answer.putHeader("Content-Type", "application/json");
        answer.putHeader("Cache-Control", "no-store");
        answer.setStatusCode(health.isDown() ? UNAVAILABLE : 200);
        if (health.isDown()) {
            answer.putHeader("Retry-After", "1");
        }
        answer.end(
                operator
                        ? health.getPayload().toString()
                        : "{\"status\":\"" + (health.isDown() ? "DOWN" : "UP") + "\"}");
    }
}
