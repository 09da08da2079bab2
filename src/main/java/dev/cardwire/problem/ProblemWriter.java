// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Writes problems, for resources and for plain routes alike. */
@ApplicationScoped
public class ProblemWriter {

    private static final String TYPE = "application/problem+json";
    private static final String CODE = ProblemWriter.class.getName();

    private final ObjectMapper json;
    private final ProblemAddress address;

    ProblemWriter(ObjectMapper json, ProblemAddress address) {
        this.json = json;
        this.address = address;
    }

    /** Answers a plain route with the problem and ends the response, unless it was ended already. */
    public void answer(RoutingContext request, ProblemException failure) {
        if (request.response().ended() || request.response().headWritten()) {
            return;
        }
        request.response().setStatusCode(failure.problem().status()).putHeader(HttpHeaders.CONTENT_TYPE, TYPE);
        if (failure.retryAfterSeconds() > 0) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(failure.retryAfterSeconds()));
        }
        if (failure.problem().status() == 401) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
        }
        request.response().end(body(request, failure));
    }

    /** The same answer for a resource method, to be given by whoever maps failures of a kind. */
    public Response response(RoutingContext request, ProblemException failure) {
        Response.ResponseBuilder answer =
                Response.status(failure.problem().status()).type(TYPE).entity(body(request, failure));
        if (failure.retryAfterSeconds() > 0) {
            answer.header("Retry-After", failure.retryAfterSeconds());
        }
        if (failure.problem().status() == 401) {
            answer.header("WWW-Authenticate", "Bearer");
        }
        if (failure.isReplayed()) {
            answer.header("Idempotency-Replayed", "true");
        }
        return answer.build();
    }

    /** The code of the problem that a request was answered with; null when it was none. */
    public static @Nullable String codeIn(RoutingContext request) {
        return request.get(CODE);
    }

    private String body(RoutingContext request, ProblemException failure) {
        // set, not added: the door has done so for most of them
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        request.put(CODE, failure.problem().code());
        try {
            return json.writeValueAsString(address.resolve(failure.problem()).at(RequestIds.of(request)));
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("a problem is always writable", cannotBe);
        }
    }
}
