// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import dev.cardwire.stream.fanout.Admission;
import dev.cardwire.stream.fanout.StreamMeters;
import dev.cardwire.stream.fanout.Viewer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/stream}. A plain route, because a shared, encoded frame costs half of what a stream of objects does. No
 * failure may leave it: the server's own error log would name the address, and with it the ticket.
 */
@Singleton
class StreamRoute {

    private static final Logger LOG = Logger.getLogger(StreamRoute.class);

    private final StreamAccess access;
    private final StreamLimits limits;
    private final StreamOpening opening;
    private final StreamMeters meters;
    private final ProblemWriter problems;

    StreamRoute(
            StreamAccess access,
            StreamLimits limits,
            StreamOpening opening,
            StreamMeters meters,
            ProblemWriter problems) {
        this.access = access;
        this.limits = limits;
        this.opening = opening;
        this.meters = meters;
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.route("/v1/stream").handler(this::handle);
    }

    private void handle(RoutingContext request) {
        request.response().putHeader("Cache-Control", "no-store");
        try {
            if (!HttpMethod.GET.equals(request.request().method())) {
                request.response().putHeader("Allow", "GET");
                throw new ProblemException(ProblemCode.METHOD_NOT_ALLOWED, "Use GET to open a stream.");
            }
            refuseBody(request.request());
            StreamConnection connection = StreamConnection.of(request.request());
            StreamEnd end = StreamEnd.of(request, connection);
            end.then(connection::close);
            connection.takeNoOtherRequest(request);
            access.viewer(request)
                    .flatMap(viewer -> access.scope(viewer, ScopeQuery.of(request.queryParams()))
                            .invoke(scope -> admit(new StreamArrival(request, connection, end, viewer, scope))))
                    .subscribe()
                    .with(admitted -> {}, failure -> refuse(request, failure));
        } catch (RuntimeException failure) {
            refuse(request, failure);
        }
    }

    /** It would come behind the head, where nothing may come. */
    private static void refuseBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean announced = length != null && !length.trim().equals("0");
        if (announced || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "The request for a stream has no body.");
        }
    }

    private void admit(StreamArrival arrival) {
        Viewer viewer = arrival.viewer();
        Admission verdict = limits.enter(viewer.caller(), viewer.ticketId());
        if (verdict != Admission.WELCOME && verdict != Admission.ELSEWHERE) {
            meters.refused(verdict);
        }
        switch (verdict) {
            case WELCOME -> {
                arrival.end().then(() -> limits.leave(viewer.caller(), viewer.ticketId()));
                opening.begin(arrival, failure -> refuse(arrival.request(), failure));
            }
            case ELSEWHERE -> {
                arrival.end().then(limits::leaveElsewhere);
                opening.sendElsewhere(arrival);
            }
            case OVERLOADED ->
                throw new ProblemException(ProblemCode.OVERLOADED, "This replica has no room for more streams.");
            case CALLER_FULL ->
                throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS, "This caller has too many streams open.");
            case TICKET_FULL ->
                throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS, "This ticket has too many streams open.");
        }
    }

    private void refuse(RoutingContext request, @Nullable Throwable failure) {
        problems.answer(request, problemOf(failure));
    }

    private static ProblemException problemOf(@Nullable Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof IllegalArgumentException) {
            return new ProblemException(ProblemCode.MALFORMED_REQUEST, "The query could not be read.");
        }
        LOG.warnf(
                "a stream could not be opened: %s",
                failure == null ? "?" : failure.getClass().getSimpleName());
        return new ProblemException(
                ProblemCode.STORAGE_UNAVAILABLE, "The change log does not answer. Try again shortly.");
    }
}
