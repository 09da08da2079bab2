// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a body may cost, by its path, and who must be known before a byte of it is read. */
public enum BodyClass {
    /** Behind a key. */
    ORDINARY(64 * Size.KIB),
    /** Behind a key too, and it may come with documents. */
    CARDHOLDER(8 * 1024 * Size.KIB),
    /** Behind two headers. */
    WEBHOOK(256 * Size.KIB),
    /** Read by nobody, but perhaps by a route of its own with a limit of its own. */
    OTHER(8 * 1024 * Size.KIB);

    private static final class Size {
        private static final long KIB = 1024;
    }

    private static final String KEY = BodyClass.class.getName();
    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Pattern CARDHOLDERS = Pattern.compile("/v1/cardholders(?:/[^/]*)?");
    private static final Pattern MATRIX = Pattern.compile(";[^/]*");
    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    private final long limit;

    BodyClass(long limit) {
        this.limit = limit;
    }

    /** The body that this request waits for: null when it has none, or one that nobody reads. */
    public static @Nullable BodyClass awaitedBy(RoutingContext request) {
        return request.get(KEY);
    }

    /** Whether a key is needed before it is read. */
    public boolean isKeyed() {
        return this == ORDINARY || this == CARDHOLDER;
    }

    /** In bytes. */
    long limit() {
        return limit;
    }

    /** Resources are found without what follows a semicolon in a part of the path, so their limits are too. */
    static BodyClass of(String path) {
        String plain = path;
        if (path.indexOf(';') >= 0 || path.contains("//")) {
            plain = SLASHES.matcher(MATRIX.matcher(path).replaceAll("")).replaceAll("/");
        }
        if (plain.startsWith("/v1/")) {
            return CARDHOLDERS.matcher(plain).matches() ? CARDHOLDER : ORDINARY;
        }
        return plain.startsWith("/webhooks/") ? WEBHOOK : OTHER;
    }

    /** Notes that the request's body is to be read, if it has one and somebody wants it. */
    void await(RoutingContext request) {
        if (this != OTHER && !isUnwanted(request.request())) {
            request.put(KEY, this);
        }
    }

    /** Whether no resource reads a body of this method. */
    static boolean isUnwanted(HttpServerRequest head) {
        return WITHOUT_BODY.contains(head.method());
    }

    /** An empty body is never read, and so never ends. Over HTTP/2 nothing in the head need say whether one follows. */
    static boolean mayFollow(HttpServerRequest head) {
        String length = head.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean announced =
                length == null ? head.getHeader(HttpHeaders.TRANSFER_ENCODING) != null : !length.equals("0");
        boolean http2 = head.response().streamId() >= 0;
        return announced || (http2 && length == null && !isUnwanted(head));
    }
}
