// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.RequestEnd;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much of a replica one caller gets: one that runs wild is refused, and the others do not notice. */
@Singleton
class CallerLimits {

    private static final String ENTERED = CallerLimits.class.getName();

    private final int atOnce;
    private final Map<String, Integer> running = new ConcurrentHashMap<>();

    CallerLimits(AccessConfig config) {
        this.atOnce = config.requestsAtOnce();
    }

    /** Counts the request, once, until it is answered; fails when the caller has too many that are not. */
    void enter(Caller caller, RoutingContext request) {
        if (request.get(ENTERED) != null) {
            return;
        }
        request.put(ENTERED, true);
        int mine = running.merge(caller.name(), 1, Integer::sum);
        RequestEnd.run(request, () -> leave(caller.name()));
        if (mine > atOnce) {
            throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS, "This caller has too many requests in flight.");
        }
    }

    private void leave(String name) {
        running.computeIfPresent(name, (same, count) -> count > 1 ? count - 1 : null);
    }
}
