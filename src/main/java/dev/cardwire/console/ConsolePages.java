// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Serves the console at the root and at the addresses of its pages, and every page with headers that let it load nothing but its own files. */
@ApplicationScoped
class ConsolePages {

    /** A page loads nothing but its own files. */
    private static final String PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    /** Swagger's page is not ours, and has its beginning inside. */
    private static final String SWAGGER = "default-src 'none'; script-src 'self' 'unsafe-inline'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
            + "base-uri 'none'; form-action 'none'";
    /** Everything else is no page, whatever a browser takes it for. */
    private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

    /** The pages that have an address; the browser's part knows which is which ({@code console/router.js}). */
    private static final String PAGES =
            "/console/(?:cards|cardholders|events|health|import|operations|search|stream)(?:/.*)?";
    /** Where the templates' library lies in its jar: under its version, which the pages need not know. */
    private static final String TEMPLATES = "/_static/lit-html/3.3.2";

    private static final String TEMPLATES_FACE = "/console/lib/lit-html";
    private static final int EARLY = 900;

    private final boolean enabled;

    ConsolePages(ConsoleConfig config) {
        enabled = config.enabled();
    }

    void serve(@Observes Router router) {
        if (!enabled) {
            router.route("/").handler(ConsolePages::refuse);
            router.route("/console*").handler(ConsolePages::refuse);
            return;
        }
        router.route("/")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(request -> request.reroute("/console/index.html"));
        router.get("/console").handler(request -> request.reroute("/console/index.html"));
        router.get("/console/").handler(request -> request.reroute("/console/index.html"));
        router.getWithRegex(PAGES).handler(request -> request.reroute("/console/index.html"));
        router.get(TEMPLATES_FACE + "/*").handler(ConsolePages::sendTemplates);
    }

    private static void refuse(RoutingContext request) {
        request.fail(404);
    }

    private static void sendTemplates(RoutingContext request) {
        request.reroute(TEMPLATES + request.normalizedPath().substring(TEMPLATES_FACE.length()));
    }

    void protect(@Observes Filters filters) {
        filters.register(ConsolePages::addHeaders, EARLY);
    }

    private static void addHeaders(RoutingContext request) {
        String path = request.normalizedPath();
        MultiMap headers = request.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        // browsers heed it only where TLS ends in front of us
        headers.set("Strict-Transport-Security", "max-age=31536000");
        headers.set("Content-Security-Policy", policyFor(path));
        if (path.equals("/") || path.startsWith("/console") || path.startsWith("/client/")) {
            // under the same address after an upgrade; asked again they cost an empty answer
            headers.set("Cache-Control", "no-cache");
        }
        request.next();
    }

    private static String policyFor(String path) {
        if (path.equals("/") || path.startsWith("/console") || path.startsWith("/problems/")) {
            return PAGE;
        }
        return path.startsWith("/q/swagger-ui") ? SWAGGER : NO_PAGE;
    }
}
