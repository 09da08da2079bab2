// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.card.log.LogHead;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import dev.cardwire.problem.request.ConnectionEnd;
import dev.cardwire.problem.request.RequestEnd;
import dev.cardwire.stream.fanout.Admission;
import dev.cardwire.stream.fanout.CancellableRead;
import dev.cardwire.stream.fanout.GatedLog;
import dev.cardwire.stream.fanout.ResumePoint;
import dev.cardwire.stream.fanout.SseFrames;
import dev.cardwire.stream.fanout.StreamConfig;
import dev.cardwire.stream.fanout.StreamHub;
import dev.cardwire.stream.fanout.StreamHubs;
import dev.cardwire.stream.fanout.StreamMeters;
import dev.cardwire.stream.fanout.Subscription;
import dev.cardwire.stream.fanout.Viewer;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/stream}. A plain route, because a shared, encoded frame costs half of what a stream of objects does. No
 * failure may leave it: the server's own error log would name the address, and with it the ticket.
 */
@Singleton
class StreamRoute {

    private static final Logger LOG = Logger.getLogger(StreamRoute.class);

    private final Vertx vertx;
    private final StreamAccess access;
    private final StreamLimits limits;
    private final StreamHubs hubs;
    private final GatedLog feed;
    private final StreamConfig config;
    private final StreamMeters meters;
    private final ProblemWriter problems;
    private final InstantSource time;

    StreamRoute(
            Vertx vertx,
            StreamAccess access,
            StreamLimits limits,
            StreamHubs hubs,
            GatedLog feed,
            StreamConfig config,
            StreamMeters meters,
            ProblemWriter problems,
            InstantSource time) {
        this.vertx = vertx;
        this.access = access;
        this.limits = limits;
        this.hubs = hubs;
        this.feed = feed;
        this.config = config;
        this.meters = meters;
        this.problems = problems;
        this.time = time;
    }

    void register(@Observes Router router) {
        router.route("/v1/stream").handler(this::handle);
    }

    private void handle(RoutingContext request) {
        request.response().putHeader("Cache-Control", "no-store");
        try {
            if (!HttpMethod.GET.equals(request.request().method())) {
                request.response().putHeader("Allow", "GET");
                throw new ProblemException(ProblemCode.METHOD_NOT_ALLOWED, "A stream is opened with GET.");
            }
            access.viewer(request)
                    .flatMap(viewer -> access.scope(viewer, ScopeQuery.of(request.queryParams()))
                            .invoke(scope -> admit(request, viewer, scope)))
                    .subscribe()
                    .with(admitted -> {}, failure -> refuse(request, failure));
        } catch (RuntimeException failure) {
            refuse(request, failure);
        }
    }

    private void admit(RoutingContext request, Viewer viewer, LogScope scope) {
        Admission verdict = limits.enter(viewer.caller(), viewer.ticketId());
        if (verdict != Admission.WELCOME) {
            meters.refused(verdict);
        }
        switch (verdict) {
            case WELCOME -> welcome(request, viewer, scope);
            case ELSEWHERE -> {
                RequestEnd.run(request, limits::leaveElsewhere);
                sendElsewhere(request);
            }
            case OVERLOADED ->
                throw new ProblemException(ProblemCode.OVERLOADED, "This replica has no room for more streams.");
            case CALLER_FULL ->
                throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS, "This caller has too many streams open.");
            case TICKET_FULL ->
                throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS, "This ticket has too many streams open.");
        }
    }

    /** A native EventSource gives up for good on any status but 200, so a full replica answers with a stream that ends. */
    private void sendElsewhere(RoutingContext request) {
        begin(request.response());
        Duration wait = Jitter.between(config.pace().awayMin(), config.pace().awayMax());
        ConnectionEnd.after(request.request());
        request.response().write(SseFrames.draining(wait));
        request.response().end();
    }

    private void welcome(RoutingContext request, Viewer viewer, LogScope scope) {
        RequestEnd.run(request, () -> limits.leave(viewer.caller(), viewer.ticketId()));
        StreamHub hub = hubs.here();
        if (hub == null) {
            throw new ProblemException(ProblemCode.STORAGE_UNAVAILABLE, "The log has not been found yet.");
        }
        CancellableRead asking = CancellableRead.of(
                feed.arrival(() -> access.stillValid(viewer).chain(feed::head)),
                head -> hub.execute(() -> open(request, hub, viewer, scope, head)),
                failure -> hub.execute(() -> refuse(request, failure)));
        request.addEndHandler(gone -> asking.cancel());
    }

    private void open(RoutingContext request, StreamHub hub, Viewer viewer, LogScope scope, LogHead head) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        // the streams of this loop were told, or will be at once: one that joins now might never hear it
        if (limits.isStopping()) {
            meters.refused(Admission.ELSEWHERE);
            sendElsewhere(request);
            return;
        }
        begin(response);
        HttpFrameSink sink = new HttpFrameSink(vertx, request.request(), time, config.flow());
        Subscription stream = new Subscription(hub, viewer, scope, sink);
        request.addEndHandler(ended -> hub.execute(stream::cut));
        stream.greet(SseFrames.retry(
                Jitter.between(config.pace().retryMin(), config.pace().retryMax())));
        ResumePoint from = ResumePoint.of(
                request.request().getHeader("Last-Event-ID"),
                request.queryParams().get("last_event_id"));
        if (from == null) {
            stream.openFresh();
        } else {
            stream.resume(from, head);
        }
        letGo(request);
    }

    /** A stream is open for hours, and what was read to open it, a key among it, would be kept for as long. */
    private static void letGo(RoutingContext request) {
        request.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
        request.queryParams().clear();
        request.request().headers().clear();
        request.response().headers().clear();
    }

    private static void begin(HttpServerResponse response) {
        response.setStatusCode(200)
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("X-Accel-Buffering", "no");
    }

    private void refuse(RoutingContext request, Throwable failure) {
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
        return new ProblemException(ProblemCode.STORAGE_UNAVAILABLE, "The log does not answer. Try again shortly.");
    }
}
