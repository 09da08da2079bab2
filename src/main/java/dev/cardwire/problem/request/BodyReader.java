// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Reads every body, announced or not, up to the limit of its path and as far as there is room. The framework would do it
 * too, but without a bound over all of them, and ends one that is too long with an empty answer and an error in the log.
 */
@Singleton
public class BodyReader {

    private static final String READ = BodyReader.class.getName();
    private static final byte[] EMPTY = {};

    private final BodyBudget budget;

    BodyReader(BodyBudget budget) {
        this.budget = budget;
    }

    /** Whether the whole body of this request was read. */
    static boolean hasRead(RoutingContext request) {
        return request.get(READ) != null;
    }

    /** Whether a body is still to be read. */
    static boolean isAwaited(RoutingContext request) {
        return BodyClass.awaitedBy(request) != null && !request.request().isEnded();
    }

    /** The whole body, empty when there is none; fails with a problem when it is too long, or when there is no room. */
    public Uni<byte[]> read(RoutingContext request) {
        BodyClass body = BodyClass.awaitedBy(request);
        if (body == null || !isAwaited(request)) {
            return Uni.createFrom().item(EMPTY);
        }
        return Uni.createFrom()
                .emitter((UniEmitter<? super byte[]> whole) -> new Reading(request, body, whole).begin())
                .invoke(read -> request.put(READ, true));
    }

    /** One body that is being read, on the thread of its connection. */
    private final class Reading {

        private final RoutingContext context;
        private final HttpServerRequest request;
        private final BodyClass body;
        private final UniEmitter<? super byte[]> whole;
        private final Buffer read = Buffer.buffer();
        private boolean over;

        Reading(RoutingContext context, BodyClass body, UniEmitter<? super byte[]> whole) {
            this.context = context;
            this.request = context.request();
            this.body = body;
            this.whole = whole;
        }

        void begin() {
            RequestEnd.run(context, this::giveBack);
            // mostly nobody is left to be answered, and it is no failure of ours
            request.exceptionHandler(
                    gone -> refuse(new ProblemException(ProblemCode.MALFORMED_REQUEST, "The body ended too early.")));
            request.endHandler(end -> finish());
            request.handler(this::add);
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                // said here once, and not again by whoever would have read it
                request.headers().remove(HttpHeaders.EXPECT);
                request.response().writeContinue();
            }
            request.resume();
        }

        private void add(Buffer part) {
            if (over) {
                return;
            }
            if (read.length() + part.length() > body.limit()) {
                ConnectionEnd.after(request);
                refuse(BodyLimits.tooLarge(body));
            } else if (budget.take(body, part.length())) {
                read.appendBuffer(part);
            } else {
                ConnectionEnd.after(request);
                refuse(BodyBudget.full());
            }
        }

        private void finish() {
            if (!over) {
                over = true;
                whole.complete(read.getBytes());
            }
        }

        private void refuse(ProblemException problem) {
            if (!over) {
                over = true;
                whole.fail(problem);
            }
        }

        private void giveBack() {
            over = true;
            budget.giveBack(body, read.length());
        }
    }
}
