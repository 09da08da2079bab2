// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.problem.ProblemWriter;
import dev.cardwire.problem.request.BodyClass;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about a delivery before its body is read. A body that is not signed in the form that UQPAY signs in is
 * never read. The media types that a sender names decide nothing: the signature does, and it is checked first.
 */
@ApplicationScoped
class WebhookDoor {

    private static final String JSON = "application/json";
    private static final int BEFORE_THE_RESOURCE = 10;

    /** Behind the limits of size, before the reading. */
    private static final int BEFORE_THE_BODY = 30;

    private final SignatureVerifier signatures;
    private final ProblemWriter problems;

    WebhookDoor(SignatureVerifier signatures, ProblemWriter problems) {
        this.signatures = signatures;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(WebhookDoor::forgetMediaTypes, BEFORE_THE_RESOURCE);
        filters.register(this::check, BEFORE_THE_BODY);
    }

    private static void forgetMediaTypes(RoutingContext request) {
        if (request.normalizedPath().equals("/webhooks/uqpay")) {
            MultiMap headers = request.request().headers();
            headers.set(HttpHeaders.CONTENT_TYPE, JSON);
            headers.set(HttpHeaders.ACCEPT, JSON);
        }
        request.next();
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
