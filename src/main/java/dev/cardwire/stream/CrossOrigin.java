// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.StreamConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets pages of configured origins watch. Quarkus' own filter is not used: it covers every path, and answers 403 to an
 * origin that it does not know, also to our own one behind a proxy that ends TLS.
 */
@Singleton
class CrossOrigin {

    private static final int BEFORE_AUTHENTICATION = 500;

    private final Set<String> origins;
    private final List<Pattern> patterns;
    private final boolean credentials;

    CrossOrigin(StreamConfig config) {
        this.origins = Set.copyOf(config.cors().origins().orElse(List.of()));
        this.patterns = origins.stream()
                .filter(origin -> origin.length() > 2 && origin.startsWith("/") && origin.endsWith("/"))
                .map(origin -> Pattern.compile(origin.substring(1, origin.length() - 1)))
                .toList();
        this.credentials = config.cors().credentials();
    }

    void register(@Observes Filters filters) {
        if (!origins.isEmpty()) {
            filters.register(this::handle, BEFORE_AUTHENTICATION);
        }
    }

    private void handle(RoutingContext request) {
        if (!concerns(request.normalizedPath())) {
            request.next();
            return;
        }
        HttpServerResponse response = request.response();
        response.headers().add("Vary", "Origin");
        String origin = request.request().getHeader("Origin");
        boolean listed = origin != null && isListed(origin);
        if (listed || (origin != null && origins.contains("*"))) {
            response.putHeader("Access-Control-Allow-Origin", listed ? origin : "*");
            response.putHeader("Access-Control-Expose-Headers", "X-Request-Id, Retry-After");
            if (listed && credentials) {
                response.putHeader("Access-Control-Allow-Credentials", "true");
            }
            if (isPreflight(request)) {
                answerPreflight(response);
                return;
            }
        }
        request.next();
    }

    private boolean isListed(String origin) {
        return origins.contains(origin)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(origin).matches());
    }

    private static boolean concerns(String path) {
        return path.equals("/v1/stream")
                || path.equals("/v1/stream-tickets")
                || path.startsWith("/v1/stream-tickets/")
                || path.startsWith("/client/");
    }

    private static boolean isPreflight(RoutingContext request) {
        return HttpMethod.OPTIONS.equals(request.request().method())
                && request.request().getHeader("Access-Control-Request-Method") != null;
    }

    private static void answerPreflight(HttpServerResponse response) {
        response.setStatusCode(204)
                .putHeader("Access-Control-Allow-Methods", "GET, POST, DELETE")
                .putHeader(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Last-Event-ID, Cache-Control, X-Request-Id")
                .putHeader("Access-Control-Max-Age", "600")
                .end();
    }
}
