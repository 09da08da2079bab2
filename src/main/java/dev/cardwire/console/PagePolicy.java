// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a page may load: its own files. The console may also call the issuer that it signs people in at, and show UQPAY's
 * page for a card number in a frame.
 */
@Singleton
class PagePolicy {

    /** As it stands in the console's page, which has a policy of its own for proxies that drop headers. */
    static final String OWN_FILES = "connect-src 'self'";

    private static final String PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + OWN_FILES + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    /** Swagger's page is not ours, and has its beginning inside. */
    private static final String SWAGGER = "default-src 'none'; script-src 'self' 'unsafe-inline'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
            + "base-uri 'none'; form-action 'none'";
    /** Everything else is no page, whatever a browser takes it for. */
    private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

    private final String connections;
    private final String console;

    PagePolicy(ConsoleConfig console, TokenIssuer issuer, SecurePage securePage) {
        String login = console.oidc()
                .clientId()
                .flatMap(client -> issuer.issuer())
                .flatMap(PagePolicy::origin)
                .map(origin -> " " + origin)
                .orElse("");
        String frame = securePage
                .iframeUrl()
                .flatMap(PagePolicy::origin)
                .map(origin -> "; frame-src " + origin)
                .orElse("");
        this.connections = OWN_FILES + login + frame;
        this.console = PAGE.replace(OWN_FILES, connections);
    }

    /** Where the console may connect to and what it may frame, as directives. */
    String connections() {
        return connections;
    }

    String of(String path) {
        if (path.equals("/") || path.startsWith("/console")) {
            return console;
        }
        if (path.startsWith("/problems/")) {
            return PAGE;
        }
        return path.startsWith("/q/swagger-ui") ? SWAGGER : NO_PAGE;
    }

    /** Without what could end a directive or begin another one. */
    private static Optional<String> origin(String address) {
        URI url = parsed(address);
        if (url == null || url.getScheme() == null || url.getHost() == null) {
            return Optional.empty();
        }
        return Optional.of(url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()));
    }

    private static @Nullable URI parsed(String address) {
        try {
            return URI.create(address.strip());
        } catch (IllegalArgumentException refusedByItsOwner) {
            return null;
        }
    }
}
