// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Reads every body, announced or not, up to the limit of its path and as far as there is room. The framework would do it
 * too, but without a bound over all of them, and ends one that is too long with an empty answer and an error in the log.
 */
@ApplicationScoped
class BodyReader {

    private static final int BEHIND_THE_KEY = 20;
    private static final String READ = BodyReader.class.getName();

    private final ProblemWriter writer;
    private final BodyBudget budget;

    BodyReader(ProblemWriter writer, BodyBudget budget) {
        this.writer = writer;
        this.budget = budget;
    }

    void register(@Observes Filters filters) {
        filters.register(this::read, BEHIND_THE_KEY);
    }

    /** Gives a resource what was read. */
    @ServerRequestFilter(preMatching = true)
    public void handOn(ContainerRequestContext context, RoutingContext request) {
        byte[] body = request.get(READ);
        if (body != null) {
            context.setEntityStream(new ByteArrayInputStream(body));
        }
    }

    private void read(RoutingContext request) {
        BodyClass body = BodyClass.awaitedBy(request);
        if (body == null || request.request().isEnded() || request.response().ended()) {
            request.next();
        } else {
            new Reading(request, body).begin();
        }
    }

    /** One body that is being read, on the thread of its connection. */
    private final class Reading {

        private final RoutingContext context;
        private final HttpServerRequest request;
        private final BodyClass body;
        private final Buffer read = Buffer.buffer();
        private boolean over;

        Reading(RoutingContext context, BodyClass body) {
            this.context = context;
            this.request = context.request();
            this.body = body;
        }

        void begin() {
            RequestEnd.run(context, this::giveBack);
            request.exceptionHandler(gone -> breakOff());
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
                context.put(READ, read.getBytes());
                context.next();
            }
        }

        /** Mostly nobody is left to be answered, and it is no failure of ours. */
        private void breakOff() {
            if (!request.response().closed()) {
                refuse(new ProblemException(ProblemCode.MALFORMED_REQUEST, "The body broke off before its end."));
            }
            over = true;
        }

        private void refuse(ProblemException problem) {
            if (!over) {
                over = true;
                writer.answer(context, problem);
            }
        }

        private void giveBack() {
            over = true;
            budget.giveBack(body, read.length());
        }
    }
}
