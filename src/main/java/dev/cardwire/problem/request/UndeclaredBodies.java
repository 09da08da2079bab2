// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies that do not say how long they are, up to the limit of their path. The framework would do it too, but ends a
 * longer one with an empty answer, and with an error in the log that every stranger could write.
 */
class UndeclaredBodies {

    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final ProblemWriter writer;
    private final LargeBodyBudget large;

    UndeclaredBodies(ProblemWriter writer, LargeBodyBudget large) {
        this.writer = writer;
        this.large = large;
    }

    /** Null lets the request go on, with its body read. */
    @ServerRequestFilter(preMatching = true)
    public Uni<@Nullable Response> read(ContainerRequestContext context, RoutingContext request) {
        Long limit = request.get(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
        if (limit == null
                || isDeclared(request.request())
                || WITHOUT_BODY.contains(request.request().method())) {
            return Uni.createFrom().nullItem();
        }
        return body(request, limit).map(body -> {
            if (body.length() > limit) {
                return writer.response(request, BodyLimits.tooLarge(limit));
            }
            context.setEntityStream(new ByteArrayInputStream(body.getBytes()));
            return null;
        });
    }

    private static boolean isDeclared(HttpServerRequest request) {
        return request.isEnded() || request.getHeader("Content-Length") != null;
    }

    /** The body, or what had come of it when it was over the limit; the rest of that is thrown away. */
    private Uni<Buffer> body(RoutingContext context, long limit) {
        HttpServerRequest request = context.request();
        boolean counted = BodyLimits.isLarge(limit);
        return Uni.createFrom().emitter((UniEmitter<? super Buffer> whole) -> {
            Buffer body = Buffer.buffer();
            RequestEnd.run(context, () -> large.giveBack(counted ? body.length() : 0));
            // nobody is left to be told, and it is no failure of ours
            request.exceptionHandler(gone -> whole.fail(
                    new ProblemException(ProblemCode.MALFORMED_REQUEST, "The body broke off before its end.")));
            request.endHandler(end -> whole.complete(body));
            request.handler(part -> {
                boolean room = !counted || large.take(part.length());
                if (room) {
                    body.appendBuffer(part);
                }
                if (room && body.length() <= limit) {
                    return;
                }
                request.handler(rest -> {});
                ConnectionEnd.after(request);
                if (room) {
                    whole.complete(body);
                } else {
                    whole.fail(LargeBodyBudget.full());
                }
            });
            request.resume();
        });
    }
}
