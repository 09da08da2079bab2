// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import dev.cardwire.problem.request.BodyClass;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Of a caller without a key no body is read: it would take the room of those who have one. */
@ApplicationScoped
class KeyBeforeBody {

    /** Behind the limits of size, before the reading. */
    private static final int BEFORE_THE_BODY = 30;

    private final BearerMechanism keys;
    private final ProblemWriter problems;

    KeyBeforeBody(BearerMechanism keys, ProblemWriter problems) {
        this.keys = keys;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_THE_BODY);
    }

    private void check(RoutingContext request) {
        BodyClass body = BodyClass.awaitedBy(request);
        if (body == null || !body.isKeyed()) {
            request.next();
            return;
        }
        Context here = Vertx.currentContext();
        keys.admit(request)
                .subscribe()
                .with(
                        caller -> on(here, () -> goOn(request, caller)),
                        failure -> on(here, () -> refuse(request, failure)));
    }

    /** An issuer that was asked answers on another connection's thread. */
    private static void on(Context here, Runnable action) {
        if (here == null || here == Vertx.currentContext()) {
            action.run();
        } else {
            here.runOnContext(now -> action.run());
        }
    }

    private void goOn(RoutingContext request, Optional<Caller> caller) {
        if (caller.isPresent()) {
            request.next();
        } else {
            problems.answer(request, ProblemException.unauthenticated());
        }
    }

    private void refuse(RoutingContext request, Throwable failure) {
        if (failure instanceof ProblemException problem) {
            problems.answer(request, problem);
        } else {
            request.fail(failure);
        }
    }
}
