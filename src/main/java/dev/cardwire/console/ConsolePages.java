// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Serves the console at the root and at the addresses of its pages, and every page with headers that let it load little but its own files. */
@ApplicationScoped
class ConsolePages {

    /** The pages that have an address; the browser's part knows which is which ({@code console/router.js}). */
    private static final String PAGES =
            "/console/(?:cards|cardholders|events|health|import|operations|search|signed-in|stream)(?:/.*)?";
    /** Where the templates' library lies in its jar: under its version, which the pages need not know. */
    private static final String TEMPLATES = "/_static/lit-html/3.3.2";

    private static final String TEMPLATES_FACE = "/console/lib/lit-html";
    private static final int EARLY = 900;

    private final boolean enabled;
    private final IndexPage index;
    private final PagePolicy policy;

    ConsolePages(ConsoleConfig config, IndexPage index, PagePolicy policy) {
        this.enabled = config.enabled();
        this.index = index;
        this.policy = policy;
    }

    void serve(@Observes Router router) {
        if (!enabled) {
            router.route("/").handler(ConsolePages::refuse);
            router.route("/console*").handler(ConsolePages::refuse);
            return;
        }
        router.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::sendIndex);
        for (String page : List.of("/console", "/console/", "/console/index.html")) {
            router.get(page).handler(this::sendIndex);
        }
        router.getWithRegex(PAGES).handler(this::sendIndex);
        router.get(TEMPLATES_FACE + "/*").handler(ConsolePages::sendTemplates);
    }

    private static void refuse(RoutingContext request) {
        request.fail(404);
    }

    private void sendIndex(RoutingContext request) {
        request.response().putHeader("Content-Type", "text/html;charset=UTF-8").end(index.text());
    }

    private static void sendTemplates(RoutingContext request) {
        request.reroute(TEMPLATES + request.normalizedPath().substring(TEMPLATES_FACE.length()));
    }

    void protect(@Observes Filters filters) {
        filters.register(this::addHeaders, EARLY);
    }

    private void addHeaders(RoutingContext request) {
        String path = request.normalizedPath();
        MultiMap headers = request.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        // browsers heed it only where TLS ends in front of us
        headers.set("Strict-Transport-Security", "max-age=31536000");
        headers.set("Content-Security-Policy", policy.of(path));
        if (path.equals("/") || path.startsWith("/console") || path.startsWith("/client/")) {
            // under the same address after an upgrade; asked again they cost an empty answer
            headers.set("Cache-Control", "no-cache");
        }
        request.next();
    }
}
