// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * How large a body may be, refused from its declared length; and how long it may take, of whatever method and whether it
 * is wanted or not: one that trickles in would hold its connection for ever.
 */
@ApplicationScoped
class BodyLimits {

    /** The sizes first; who may send it, and the reading, come behind them. */
    private static final int BEFORE_THE_KEY = 40;

    /** After the framework set its one limit for all paths. */
    private static final int AFTER_GLOBAL_LIMIT = 1;

    private final ProblemWriter writer;
    private final BodyConfig config;
    private final Vertx vertx;

    BodyLimits(ProblemWriter writer, BodyConfig config, Vertx vertx) {
        this.writer = writer;
        this.config = config;
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_THE_KEY);
        filters.register(BodyLimits::bound, AFTER_GLOBAL_LIMIT);
    }

    private void check(RoutingContext request) {
        if (!BodyClass.mayFollow(request.request())) {
            request.next();
            return;
        }
        long timer = vertx.setTimer(config.within().toMillis(), due -> giveUp(request));
        RequestEnd.run(request, () -> letGo(request, timer));
        BodyClass body = BodyClass.of(request.normalizedPath());
        if (declaredLength(request) > body.limit()) {
            writer.answer(request, tooLarge(body));
            return;
        }
        body.await(request);
        if (BodyClass.awaitedBy(request) == null && BodyClass.isUnwanted(request.request())) {
            // thrown away as it comes: only so does anybody notice that it has ended
            request.request().resume();
        }
        request.next();
    }

    /** Whatever reads a body nevertheless reads no more than of an ordinary one. */
    private static void bound(RoutingContext request) {
        BodyClass body = BodyClass.awaitedBy(request);
        request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, (body == null ? BodyClass.ORDINARY : body).limit());
        request.next();
    }

    /** It was answered. What is still to come of its body is thrown away, in the time that is left. */
    private void letGo(RoutingContext request, long timer) {
        HttpServerRequest answered = request.request();
        if (!BodyReader.hasRead(request) && !answered.isEnded()) {
            answered.resume();
        }
        if (BodyReader.hasRead(request) || answered.isEnded()) {
            vertx.cancelTimer(timer);
        }
    }

    /** The connection goes too: whatever comes on it is still the same body. */
    private void giveUp(RoutingContext request) {
        HttpServerRequest unfinished = request.request();
        if (unfinished.isEnded() || BodyReader.hasRead(request)) {
            return;
        }
        if (unfinished.response().headWritten()) {
            unfinished.connection().close();
        } else {
            request.addEndHandler(told -> unfinished.connection().close());
            writer.answer(request, new ProblemException(ProblemCode.REQUEST_TIMEOUT, "Send the body faster."));
        }
    }

    static ProblemException tooLarge(BodyClass body) {
        return new ProblemException(
                ProblemCode.BODY_TOO_LARGE, "The body may have " + body.limit() / 1024 + " KiB on this path.");
    }

    private static long declaredLength(RoutingContext request) {
        String length = request.request().getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException largerThanALong) {
            return Long.MAX_VALUE;
        }
    }
}
