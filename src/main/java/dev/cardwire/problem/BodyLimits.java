package dev.cardwire.problem;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** How large a body may be, by path: refused from its declared length, and while it is read when it declares none. */
@ApplicationScoped
class BodyLimits {

    private static final long KIB = 1024;
    private static final long ORDINARY = 64 * KIB;
    private static final long WEBHOOK = 256 * KIB;
    /** A cardholder may come with documents. */
    private static final long CARDHOLDER = 8 * 1024 * KIB;
    /** After the framework set its one limit for all paths, before anything reads. */
    private static final int AFTER_GLOBAL_LIMIT = 1;

    private final ProblemWriter writer;

    BodyLimits(ProblemWriter writer) {
        this.writer = writer;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, AFTER_GLOBAL_LIMIT);
    }

    private void check(RoutingContext request) {
        long limit = limitOf(request.normalizedPath());
        if (declaredLength(request) > limit) {
            writer.answer(
                    request,
                    new ProblemException(
                            ProblemCode.BODY_TOO_LARGE, "The body may have " + limit / KIB + " KiB on this path."));
            return;
        }
        request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit);
        request.next();
    }

    private static long limitOf(String path) {
        if (path.startsWith("/v1/")) {
            return path.equals("/v1/cardholders") ? CARDHOLDER : ORDINARY;
        }
        return path.startsWith("/webhooks/") ? WEBHOOK : CARDHOLDER;
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
