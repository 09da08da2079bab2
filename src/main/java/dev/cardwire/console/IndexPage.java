// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The console's one page, with what the browser must know before anyone has signed in: none of it is secret. */
@Singleton
class IndexPage {

    private static final String FILE = "META-INF/resources/console/index.html";
    private static final String HEAD_END = "</head>";

    private final String text;

    IndexPage(ConsoleConfig console, TokenIssuer issuer, PagePolicy policy) {
        this.text = file().replace(PagePolicy.OWN_FILES, policy.connections())
                .replace(HEAD_END, login(console.oidc(), issuer.issuer()) + HEAD_END);
    }

    String text() {
        return text;
    }

    private static String login(ConsoleConfig.OidcConfig client, Optional<String> issuer) {
        return issuer.flatMap(url -> client.clientId()
                        .map(id -> meta("issuer", url) + meta("client", id) + meta("scope", client.scope())))
                .orElse("");
    }

    private static String meta(String name, String value) {
        String safe = value.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
        return "  <meta name=\"cardwire-login-" + name + "\" content=\"" + safe + "\">\n";
    }

    private static String file() {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not part of this build");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
