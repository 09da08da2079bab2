// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what is no request that anything here understands, before the framework does so in its own words or guesses: an
 * unknown method, a target that is no text, a body whose end is doubtful, one header twice with two meanings.
 */
@ApplicationScoped
class RequestDoor {

    private static final int BEHIND_THE_ID = 900;

    /** Headers of which there is one. Those of a webhook are part of its signature, which answers for them. */
    private static final List<String> SINGLE =
            List.of("Authorization", "Idempotency-Key", "Content-Type", "Last-Event-ID", "Host");

    private final ProblemWriter problems;

    RequestDoor(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEHIND_THE_ID);
    }

    private void check(RoutingContext request) {
        HttpServerRequest head = request.request();
        ProblemException refusal = refusal(head);
        if (refusal != null) {
            if (isFramedOddly(head)) {
                // nobody knows where the next request on it would begin
                head.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                request.addEndHandler(told -> head.connection().close());
            }
            problems.answer(request, refusal);
            return;
        }
        String path = head.path() == null ? "" : head.path();
        if (path.startsWith("/v1/")) {
            // people's names and cards are nothing for a cache
            head.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        String methods = asksForMethods(head, path) ? Routes.methodsOf(path) : null;
        if (methods != null) {
            head.response()
                    .setStatusCode(204)
                    .putHeader(HttpHeaders.ALLOW, methods + ", OPTIONS")
                    .end();
            return;
        }
        request.next();
    }

    private static @Nullable ProblemException refusal(HttpServerRequest head) {
        if (!Routes.METHODS.contains(head.method().name())) {
            return new ProblemException(
                    ProblemCode.METHOD_NOT_IMPLEMENTED,
                    "This method exists on no path: GET, POST, PATCH and DELETE do.");
        }
        if (!isUri(head.uri())) {
            return malformed("The request target is not a URI: check its percent-encoding.");
        }
        if (isFramedOddly(head)) {
            return malformed("Transfer-Encoding may only be chunked, and cannot be combined with Content-Length.");
        }
        for (String name : SINGLE) {
            if (head.headers().getAll(name).stream().distinct().count() > 1) {
                return malformed(name + " may be given only once.");
            }
        }
        return null;
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(ProblemCode.MALFORMED_REQUEST, detail);
    }

    /** RFC 9112, 6.1 and 6.3: a second request could hide in what is taken for this one's body. */
    private static boolean isFramedOddly(HttpServerRequest head) {
        List<String> codings = head.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return !codings.isEmpty()
                && (codings.size() > 1
                        || !codings.get(0).equalsIgnoreCase("chunked")
                        || head.version() != HttpVersion.HTTP_1_1
                        || head.headers().contains(HttpHeaders.CONTENT_LENGTH));
    }

    private static boolean isUri(String target) {
        try {
            new URI(target);
            return true;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** The framework would offer methods that it then refuses. What other origins may do is answered elsewhere. */
    private static boolean asksForMethods(HttpServerRequest head, String path) {
        return HttpMethod.OPTIONS.equals(head.method())
                && (path.startsWith("/v1/") || path.startsWith("/webhooks/"))
                && !path.equals("/v1/stream")
                && !head.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
