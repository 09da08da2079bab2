// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import io.quarkus.security.ForbiddenException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Names a missing role also where a policy of the framework asks for it, which answers without a body. */
@ApplicationScoped
class PolicyRefusals {

    private static final int BEFORE_THE_FRAMEWORK = -100;

    private final ProblemWriter problems;

    PolicyRefusals(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route("/q/*").order(BEFORE_THE_FRAMEWORK).failureHandler(this::tell);
    }

    private void tell(RoutingContext request) {
        if (request.failure() instanceof ForbiddenException) {
            problems.answer(
                    request,
                    new ProblemException(ProblemCode.FORBIDDEN, "The caller does not have the role for this call."));
        } else {
            request.next();
        }
    }
}
