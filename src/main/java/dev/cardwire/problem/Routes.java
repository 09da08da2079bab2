// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths that are served, as templates, and their methods: a closed list, because what strangers ask for must never
 * become the label of a metric. A test compares it with the description of the API.
 */
public final class Routes {

    /** The methods that any path may know. */
    public static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** What is said of all other paths. */
    public static final String OTHER = "other";

    /** In front of a template stands what it would match too. */
    private static final Map<String, String> SERVED = new LinkedHashMap<>();

    private static final Map<String, String[]> PARTS = new LinkedHashMap<>();

    static {
        SERVED.put("/v1/balances", "GET");
        SERVED.put("/v1/cardholders", "GET, POST");
        SERVED.put("/v1/cardholders/{cardholder_id}", "GET, PATCH");
        SERVED.put("/v1/cards", "GET, POST");
        SERVED.put("/v1/cards/import", "POST");
        SERVED.put("/v1/cards/import/{import_id}", "GET");
        SERVED.put("/v1/cards/{card_id}", "GET, PATCH");
        SERVED.put("/v1/cards/{card_id}/display-session", "POST");
        SERVED.put("/v1/cards/{card_id}/reconcile", "POST");
        SERVED.put("/v1/cards/{card_id}/recharge", "POST");
        SERVED.put("/v1/cards/{card_id}/sensitive-details", "POST");
        SERVED.put("/v1/cards/{card_id}/status", "POST");
        SERVED.put("/v1/cards/{card_id}/timeline", "GET");
        SERVED.put("/v1/cards/{card_id}/withdraw", "POST");
        SERVED.put("/v1/me", "GET");
        SERVED.put("/v1/operations", "GET");
        SERVED.put("/v1/operations/{operation_id}", "GET");
        SERVED.put("/v1/operations/{operation_id}/resolve", "POST");
        SERVED.put("/v1/orders/{card_order_id}", "GET");
        SERVED.put("/v1/products", "GET");
        SERVED.put("/v1/search", "GET");
        SERVED.put("/v1/status", "GET");
        SERVED.put("/v1/stream", "GET");
        SERVED.put("/v1/stream-tickets", "POST");
        SERVED.put("/v1/stream-tickets/{ticket_id}", "DELETE");
        SERVED.put("/v1/webhook-events", "GET");
        SERVED.put("/v1/webhook-events/{event_id}", "GET");
        SERVED.put("/v1/webhook-events/{event_id}/replay", "POST");
        SERVED.put("/webhooks/uqpay", "POST");
        SERVED.put("/problems/{code}", "GET");
        SERVED.put("/q/health", "GET, HEAD");
        SERVED.put("/q/health/live", "GET, HEAD");
        SERVED.put("/q/health/ready", "GET, HEAD");
        SERVED.put("/q/health/started", "GET, HEAD");
        SERVED.put("/q/metrics", "GET");
        SERVED.put("/q/openapi", "GET");
        SERVED.keySet().forEach(template -> PARTS.put(template, template.split("/", -1)));
    }

    private Routes() {}

    /** The template of a path, of a template too; {@link #OTHER} for a path without one. */
    public static String templateOf(String path) {
        if (SERVED.containsKey(path)) {
            return path;
        }
        String[] parts = path.split("/", -1);
        for (Map.Entry<String, String[]> template : PARTS.entrySet()) {
            if (matches(template.getValue(), parts)) {
                return template.getKey();
            }
        }
        return OTHER;
    }

    /** The methods of a path as {@code Allow} lists them; null for one that is not served. */
    public static @Nullable String methodsOf(String path) {
        return SERVED.get(templateOf(path));
    }

    public static Set<String> templates() {
        return SERVED.keySet();
    }

    private static boolean matches(String[] template, String[] parts) {
        if (template.length != parts.length) {
            return false;
        }
        for (int at = 0; at < parts.length; at++) {
            boolean free = template[at].startsWith("{") && !parts[at].isEmpty();
            if (!free && !template[at].equals(parts[at])) {
                return false;
            }
        }
        return true;
    }
}
