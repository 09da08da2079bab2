package dev.cardwire.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Serves the console at the root, and every page with headers that let it load nothing but its own files. */
@ApplicationScoped
class ConsolePages {

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    private static final int EARLY = 900;

    void serve(@Observes Router router) {
        router.route("/")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(request -> request.reroute("/console/index.html"));
        router.get("/console").handler(request -> request.reroute("/console/index.html"));
        router.get("/console/").handler(request -> request.reroute("/console/index.html"));
    }

    void protect(@Observes Filters filters) {
        filters.register(ConsolePages::addHeaders, EARLY);
    }

    private static void addHeaders(RoutingContext request) {
        String path = request.normalizedPath();
        MultiMap headers = request.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        if (path.equals("/") || path.startsWith("/console") || path.startsWith("/problems/")) {
            headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
            headers.set("X-Frame-Options", "DENY");
        }
        request.next();
    }
}
