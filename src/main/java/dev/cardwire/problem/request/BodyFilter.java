// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Has the bodies of all resources read by {@link BodyReader}. */
class BodyFilter {

    private final BodyReader bodies;

    BodyFilter(BodyReader bodies) {
        this.bodies = bodies;
    }

    /** Null lets the request go on, with its body read; the framework has taken over the connection by then. */
    @ServerRequestFilter(preMatching = true)
    public Uni<@Nullable Response> read(ContainerRequestContext context, RoutingContext request) {
        if (!BodyReader.isAwaited(request)) {
            return Uni.createFrom().nullItem();
        }
        return bodies.read(request).map(body -> {
            context.setEntityStream(new ByteArrayInputStream(body));
            return null;
        });
    }
}
