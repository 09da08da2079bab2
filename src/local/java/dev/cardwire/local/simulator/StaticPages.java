// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The few files of the page and of the card's frame, read once from the class path. */
final class StaticPages {
    private static final Map<String, String> FILES = Map.of(
            "/", "index.html",
            "/simulator.css", "simulator.css",
            "/simulator.js", "simulator.js",
            "/iframe/card.css", "card.css");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8");
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private StaticPages() {}

    static void mount(Router router) {
        router.get().handler(StaticPages::addSlash);
        FILES.forEach((path, file) -> {
            Buffer content = read(file);
            String type = TYPES.get(file.substring(file.indexOf('.') + 1));
            router.get(path).handler(ctx -> send(ctx, type, content));
        });
    }

    /** Typed without the slash at its end, the page is meant all the same. */
    private static void addSlash(RoutingContext ctx) {
        if (ctx.normalizedPath().equals("/simulator")) {
            ctx.redirect("/simulator/");
        } else {
            ctx.next();
        }
    }

    private static void send(RoutingContext ctx, String type, Buffer content) {
        ctx.response()
                .putHeader("Content-Type", type)
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-cache")
                .end(content);
    }

    private static Buffer read(String file) {
        try (InputStream in = StaticPages.class.getResourceAsStream("page/" + file)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: page/" + file);
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
