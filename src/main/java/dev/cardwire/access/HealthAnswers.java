package dev.cardwire.access;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Supplier;

/** Up or down: what a probe needs, and all that a stranger learns. An operator's key shows the checks behind it. */
@ApplicationScoped
class HealthAnswers {

    private static final int UNAVAILABLE = 503;
    private static final int BEFORE_THE_FRAMEWORK = -100;

    private final SmallRyeHealthReporter reporter;
    private final BearerMechanism keys;

    HealthAnswers(SmallRyeHealthReporter reporter, BearerMechanism keys) {
        this.reporter = reporter;
        this.keys = keys;
    }

    void serve(@Observes Router router) {
        at(router, "/q/health", reporter::getHealthAsync);
        at(router, "/q/health/live", reporter::getLivenessAsync);
        at(router, "/q/health/ready", reporter::getReadinessAsync);
        at(router, "/q/health/started", reporter::getStartupAsync);
    }

    private void at(Router router, String path, Supplier<Uni<SmallRyeHealth>> check) {
        router.get(path).order(BEFORE_THE_FRAMEWORK).handler(request -> answer(request, check));
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
        answer.end(
                operator
                        ? health.getPayload().toString()
                        : "{\"status\":\"" + (health.isDown() ? "DOWN" : "UP") + "\"}");
    }
}
