package dev.cardwire.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives every request an id, taken from {@code X-Request-Id} when that is sane, and every answer the same header. */
@ApplicationScoped
public class RequestIds {

    private static final String HEADER = "X-Request-Id";
    private static final String KEY = RequestIds.class.getName();
    /** What may stand in a log line without forging another one. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private static final int BEFORE_EVERYTHING = 1_000;

    void register(@Observes Filters filters) {
        filters.register(RequestIds::identify, BEFORE_EVERYTHING);
    }

    /** The id of a request; null only before the filter saw it. */
    public static @Nullable String of(RoutingContext request) {
        return request.get(KEY);
    }

    private static void identify(RoutingContext request) {
        String given = request.request().getHeader(HEADER);
        // what is given comes back in the answer and goes into logs, ours and other people's
        boolean taken = given != null && SANE.matcher(given).matches() && !CardNumberSearch.isIn(given);
        String id = taken ? given : UUID.randomUUID().toString();
        request.put(KEY, id);
        request.response().putHeader(HEADER, id);
        request.next();
    }
}
