// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where a failure becomes an answer. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final ProblemWriter writer;

    ProblemMappers(ProblemWriter writer) {
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
            LOG.warnf("storage did not answer for request %s: %s", RequestIds.of(request), nameOf(failure));
            return answer(request, ProblemCode.STORAGE_UNAVAILABLE, "Nothing was changed at UQPAY. Try again shortly.");
        }
        LOG.errorf(failure, "request %s failed", RequestIds.of(request));
        return answer(request, ProblemCode.INTERNAL_ERROR, "The log has the cause under the request id.");
    }

    private Response answer(RoutingContext request, ProblemCode code, String detail) {
        return writer.response(request, new ProblemException(code, detail));
    }

    /** Types and SQLSTATE only: a driver's message may quote the row that it could not store. */
    private static String nameOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String state = root instanceof PgException refusal ? " " + refusal.getSqlState() : "";
        return failure.getClass().getSimpleName() + " caused by "
                + root.getClass().getSimpleName() + state;
    }
}
