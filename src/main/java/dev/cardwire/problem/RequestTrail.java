// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import io.opentelemetry.api.trace.Span;
import io.smallrye.common.vertx.VertxContext;
import org.jboss.logging.MDC;

/**
 * Ids that every log line of the work on one request carries, and its span: they lead from a request to the call at
 * UQPAY, to the event that comes back in a request of its own, and to the streams.
 */
public final class RequestTrail {

    public static final String REQUEST = "request_id";
    public static final String CARD = "card_id";
    public static final String OPERATION = "operation_id";
    public static final String EVENT = "event_id";

    private RequestTrail() {}

    /** From here on for this request. Outside of one nothing is kept: it would stick to a thread that others use too. */
    public static void add(String key, Object id) {
        if (VertxContext.isOnDuplicatedContext()) {
            MDC.put(key, id.toString());
            // log lines are masked and spans are not, and a request's id is what its caller likes
            if (!key.equals(REQUEST)) {
                Span.current().setAttribute("cardwire." + key, id.toString());
            }
        }
    }
}
