// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What a sender calls his bytes, and what he wants back, decides nothing: the signature does, and it is checked first. */
@ApplicationScoped
class AnyMediaType {

    private static final String JSON = "application/json";
    private static final int BEFORE_THE_RESOURCE = 10;

    void register(@Observes Filters filters) {
        filters.register(AnyMediaType::forget, BEFORE_THE_RESOURCE);
    }

    private static void forget(RoutingContext request) {
        if (request.normalizedPath().equals("/webhooks/uqpay")) {
            MultiMap headers = request.request().headers();
            headers.set(HttpHeaders.CONTENT_TYPE, JSON);
            headers.set(HttpHeaders.ACCEPT, JSON);
        }
        request.next();
    }
}
