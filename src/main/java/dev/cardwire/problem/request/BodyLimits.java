// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/**
 * How large a body may be, by path: refused from its declared length, and while it is read when it declares none. How
 * long it may take: one that trickles in would hold its memory for ever. And how much the large ones may hold together.
 */
@ApplicationScoped
class BodyLimits {

    private static final long KIB = 1024;
    private static final long ORDINARY = 64 * KIB;
    private static final long WEBHOOK = 256 * KIB;
    /** A cardholder may come with documents. */
    private static final long CARDHOLDER = 8 * 1024 * KIB;

    private static final Pattern CARDHOLDERS = Pattern.compile("/v1/cardholders/?");
    private static final Pattern MATRIX = Pattern.compile(";[^/]*");

    /** After the framework set its one limit for all paths, before anything reads. */
    private static final int AFTER_GLOBAL_LIMIT = 1;

    private final ProblemWriter writer;
    private final BodyConfig config;
    private final Vertx vertx;
    private final LargeBodyBudget large;

    BodyLimits(ProblemWriter writer, BodyConfig config, LargeBodyBudget large, Vertx vertx) {
        this.writer = writer;
        this.config = config;
        this.vertx = vertx;
        this.large = large;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_GLOBAL_LIMIT);
    }

    private void check(RoutingContext request) {
        long limit = limitOf(request.normalizedPath());
        if (declaredLength(request) > limit) {
            writer.answer(request, tooLarge(limit));
            return;
        }
        if (!hold(request, limit)) {
            writer.answer(request, LargeBodyBudget.full());
            return;
        }
        request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit);
        if (mayFollow(request)) {
            long timer = vertx.setTimer(config.within().toMillis(), due -> giveUp(request));
            request.addEndHandler(done -> vertx.cancelTimer(timer));
        }
        request.next();
    }

    /** An empty body is never read, and so never ends. Over HTTP/2 nothing in the head need say whether one follows. */
    private static boolean mayFollow(RoutingContext request) {
        HttpServerRequest head = request.request();
        String length = head.getHeader("Content-Length");
        boolean announced = length == null ? head.getHeader("Transfer-Encoding") != null : !length.equals("0");
        boolean http2 = head.response().streamId() >= 0;
        return !head.method().equals(HttpMethod.GET) && (announced || (http2 && length == null));
    }

    /** False when there is no room for this body now; what is held is given back when the request is over. */
    private boolean hold(RoutingContext request, long limit) {
        long size = declaredLength(request);
        if (!isLarge(limit) || size <= WEBHOOK) {
            return true;
        }
        boolean room = large.take(size);
        if (room) {
            RequestEnd.run(request, () -> large.giveBack(size));
        }
        return room;
    }

    /** Whether a single body may be so long on such a path that all of them need a bound. */
    static boolean isLarge(long limit) {
        return limit > WEBHOOK;
    }

    /** The connection goes too: whatever comes on it is still the same body. */
    private void giveUp(RoutingContext request) {
        HttpServerRequest unfinished = request.request();
        if (unfinished.isEnded()) {
            return;
        }
        if (unfinished.response().headWritten()) {
            unfinished.connection().close();
        } else {
            request.addEndHandler(told -> unfinished.connection().close());
            writer.answer(request, new ProblemException(ProblemCode.REQUEST_TIMEOUT, "Send the body faster."));
        }
    }

    static ProblemException tooLarge(long limit) {
        return new ProblemException(
                ProblemCode.BODY_TOO_LARGE, "The body may have " + limit / KIB + " KiB on this path.");
    }

    /** Resources are found without what follows a semicolon in a part of the path, so their limits are too. */
    private static long limitOf(String path) {
        String plain = MATRIX.matcher(path).replaceAll("");
        if (plain.startsWith("/v1/")) {
            return CARDHOLDERS.matcher(plain).matches() ? CARDHOLDER : ORDINARY;
        }
        return plain.startsWith("/webhooks/") ? WEBHOOK : CARDHOLDER;
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
