// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.management;

import dev.cardwire.problem.request.RequestEnd;
import dev.cardwire.start.StartOrder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long callers and UQPAY wait for the two answers that have objectives, from the head of the request to the end of the
 * answer, whoever answers it. Histograms, which can be added up over replicas as the framework's own times cannot.
 */
@Startup(StartOrder.FOUNDATIONS) // so that all series are there before the first request
@ApplicationScoped
class ServiceTimes {

    private static final int BEFORE_EVERYTHING = 1_100;
    private static final int CLASS = 100;

    private final Map<String, Timer> issuing;
    private final Map<String, Timer> webhooks;
    private final MeterRegistry metrics;

    ServiceTimes(MeterRegistry metrics) {
        this.metrics = metrics;
        this.issuing = byStatus(Timer.builder("cardwire.issue")
                // a caller waits for two calls to UQPAY, and for 20 s at most
                .serviceLevelObjectives(millis(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000)));
        this.webhooks = byStatus(Timer.builder("cardwire.webhook")
                // UQPAY waits for 5 s
                .serviceLevelObjectives(millis(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)));
    }

    private static Duration[] millis(int... bounds) {
        return IntStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private Map<String, Timer> byStatus(Timer.Builder timer) {
        Map<String, Timer> timers = new LinkedHashMap<>();
        for (String status : new String[] {"2xx", "4xx", "5xx"}) {
            timers.put(status, timer.tags("status", status).register(metrics));
        }
        return timers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::measure, BEFORE_EVERYTHING);
    }

    private void measure(RoutingContext request) {
        Map<String, Timer> timers = timersOf(request);
        if (timers != null) {
            Timer.Sample since = Timer.start(metrics);
            RequestEnd.run(request, () -> {
                Timer timer = timers.get(request.response().getStatusCode() / CLASS + "xx");
                if (timer != null) {
                    since.stop(timer);
                }
            });
        }
        request.next();
    }

    private @Nullable Map<String, Timer> timersOf(RoutingContext request) {
        String path = request.request().path();
        if (path == null || !HttpMethod.POST.equals(request.request().method())) {
            return null;
        }
        return switch (path) {
            case "/v1/cards" -> issuing;
            case "/webhooks/uqpay" -> webhooks;
            default -> null;
        };
    }
}
