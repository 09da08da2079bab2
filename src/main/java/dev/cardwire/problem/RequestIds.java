// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import dev.cardwire.pan.CardNumbers;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives every request an id, taken from {@code X-Request-Id} when that is sane, and every answer the same header. */
@ApplicationScoped
public class RequestIds {

    private static final String HEADER = "X-Request-Id";
    private static final String KEY = RequestIds.class.getName();
    /** What may stand in a log line without forging another one, and is not as long as a card number's digits. */
    private static final Pattern SANE = Pattern.compile("(?!(?:[0-9][._-]?){13,19}$)[A-Za-z0-9._-]{1,128}");

    /** What a request is about, as far as its path says so. */
    private static final Pattern ABOUT =
            Pattern.compile("/v1/(cards|operations|webhook-events)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    private static final int BEFORE_EVERYTHING = 1_000;

    void register(@Observes Filters filters) {
        filters.register(RequestIds::identify, BEFORE_EVERYTHING);
    }

    /** The id of a request; null only before the filter saw it. */
    public static @Nullable String of(RoutingContext request) {
        return request.get(KEY);
    }

    /** Gives this one its id; for a server that has not the framework's filters. */
    public static void identify(RoutingContext request) {
        String given = request.request().getHeader(HEADER);
        // what is given comes back in the answer and goes into logs, ours and other people's
        boolean taken = given != null && SANE.matcher(given).matches() && !CardNumbers.areIn(given);
        String id = taken ? given : UUID.randomUUID().toString();
        request.put(KEY, id);
        request.response().putHeader(HEADER, id);
        RequestTrail.add(RequestTrail.REQUEST, id);
        // as it came: to make it normal fails when it is no text, which is said of it later
        logIdIn(String.valueOf(request.request().path()));
        request.next();
    }

    private static void logIdIn(String path) {
        Matcher about = ABOUT.matcher(path);
        if (about.lookingAt()) {
            String key =
                    switch (about.group(1)) {
                        case "cards" -> RequestTrail.CARD;
                        case "operations" -> RequestTrail.OPERATION;
                        default -> RequestTrail.EVENT;
                    };
            RequestTrail.add(key, about.group(2));
        }
    }
}
