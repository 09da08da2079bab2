// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.cardwire.masking.OutageLog;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a failure becomes an answer. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final ProblemWriter writer;
    private final OutageLog outages;

    ProblemMappers(ProblemWriter writer, InstantSource clock) {
        this.outages = OutageLog.ofConsequence(LOG, "requests that need storage", clock);
        this.writer = writer;
    }

    @ServerExceptionMapper
    Response problem(ProblemException failure, RoutingContext request) {
        return writer.response(request, failure);
    }

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    Response unauthenticated(RoutingContext request) {
        return writer.response(request, ProblemException.unauthenticated());
    }

    @ServerExceptionMapper(ForbiddenException.class)
    Response forbidden(RoutingContext request) {
        return answer(request, ProblemCode.FORBIDDEN, "The key is valid, but its caller lacks the role.");
    }

    @ServerExceptionMapper(JsonProcessingException.class)
    Response unreadable(RoutingContext request) {
        return answer(request, ProblemCode.MALFORMED_REQUEST, "The body is not the JSON that is expected here.");
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException failure, RoutingContext request) {
        int status = failure.getResponse().getStatus();
        return switch (status) {
            case 401 -> unauthenticated(request);
            case 403 -> forbidden(request);
            case 404 -> answer(request, ProblemCode.NOT_FOUND, "No resource has this path.");
            case 405 -> otherMethod(request);
            case 406 -> answer(request, ProblemCode.NOT_ACCEPTABLE, "JSON is what is given here.");
            case 413 -> answer(request, ProblemCode.BODY_TOO_LARGE, "Send a smaller body.");
            case 415 -> answer(request, ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
            default ->
                status >= 400 && status < 500
                        ? answer(request, ProblemCode.MALFORMED_REQUEST, "The request could not be understood.")
                        : unexpected(failure, request);
        };
    }

    private Response otherMethod(RoutingContext request) {
        Response answer = answer(request, ProblemCode.METHOD_NOT_ALLOWED, "Try another method on this path.");
        String methods = Routes.methodsOf(request.normalizedPath().replaceAll("/+$", ""));
        return methods == null
                ? answer
                : Response.fromResponse(answer).header("Allow", methods).build();
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, RoutingContext request) {
        if (request.response().headWritten()) {
            // a body that was cut off has its answer already, and how reading it failed is nobody's news
            return Response.noContent().build();
        }
        if (StorageFailures.isOne(failure)) {
            outages.failed(failure);
            LOG.debugf("storage did not answer for request %s", RequestIds.of(request));
            return answer(request, ProblemCode.STORAGE_UNAVAILABLE, "Nothing was changed at UQPAY. Try again shortly.");
        }
        LOG.errorf(failure, "request %s failed", RequestIds.of(request));
        return answer(request, ProblemCode.INTERNAL_ERROR, "The log has the cause under the request id.");
    }

    private Response answer(RoutingContext request, ProblemCode code, String detail) {
        return writer.response(request, new ProblemException(code, detail));
    }
}
