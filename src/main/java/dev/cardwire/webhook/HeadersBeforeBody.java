// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.problem.ProblemWriter;
import dev.cardwire.problem.request.BodyClass;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No body is read of an event that cannot be UQPAY's, because it is not even signed in the form that UQPAY signs in. */
@ApplicationScoped
class HeadersBeforeBody {

    /** Behind the limits of size, before the reading. */
    private static final int BEFORE_THE_BODY = 30;

    private final SignatureVerifier signatures;
    private final ProblemWriter problems;

    HeadersBeforeBody(SignatureVerifier signatures, ProblemWriter problems) {
        this.signatures = signatures;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_THE_BODY);
    }

    private void check(RoutingContext request) {
        if (BodyClass.awaitedBy(request) != BodyClass.WEBHOOK) {
            request.next();
        } else if (!signatures.isReady()) {
            problems.answer(request, WebhookResource.notVerifiable());
        } else if (!signatures.mayVerify(only(request, "x-wk-timestamp"), only(request, "x-wk-signature"))) {
            problems.answer(request, WebhookResource.notValid());
        } else {
            request.next();
        }
    }

    /** Of two different lines nobody knows which one was signed. */
    private static @Nullable String only(RoutingContext request, String name) {
        MultiMap headers = request.request().headers();
        List<String> values = headers.getAll(name);
        return values.stream().distinct().count() == 1 ? values.get(0) : null;
    }
}
