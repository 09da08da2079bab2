// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.audit;

import dev.cardwire.access.BearerMechanism;
import dev.cardwire.access.OwnKey;
import dev.cardwire.problem.ProblemWriter;
import dev.cardwire.problem.RequestIds;
import dev.cardwire.problem.RequestTrail;
import dev.cardwire.problem.Routes;
import dev.cardwire.problem.request.RequestEnd;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** One line for each request that changes something or shows what must not be seen by many, whatever it is answered. */
@ApplicationScoped
class RequestAudit {

    private static final int BEHIND_THE_ID = 950;

    private static final int FIRST_ERROR = 400;
    private static final int FIRST_FAILURE = 500;

    /** By method and path; reads are not audited. */
    private static final Map<String, AuditAction> ACTIONS = Map.ofEntries(
            Map.entry("POST /v1/cards", AuditAction.ISSUE_CARD),
            Map.entry("POST /v1/cards/{card_id}/recharge", AuditAction.RECHARGE),
            Map.entry("POST /v1/cards/{card_id}/withdraw", AuditAction.WITHDRAW),
            Map.entry("PATCH /v1/cards/{card_id}", AuditAction.UPDATE_CARD),
            Map.entry("POST /v1/cards/{card_id}/status", AuditAction.UPDATE_STATUS),
            Map.entry("POST /v1/cardholders", AuditAction.CREATE_CARDHOLDER),
            Map.entry("PATCH /v1/cardholders/{cardholder_id}", AuditAction.UPDATE_CARDHOLDER),
            Map.entry("POST /v1/operations/{operation_id}/resolve", AuditAction.RESOLVE_OPERATION),
            Map.entry("POST /v1/cards/{card_id}/reconcile", AuditAction.RECONCILE_CARD),
            Map.entry("POST /v1/cards/import", AuditAction.IMPORT_CARDS),
            Map.entry("POST /v1/webhook-events/{event_id}/replay", AuditAction.REPLAY_EVENT),
            Map.entry("POST /v1/stream-tickets", AuditAction.CREATE_TICKET),
            Map.entry("DELETE /v1/stream-tickets/{ticket_id}", AuditAction.REVOKE_TICKET),
            Map.entry("POST /v1/cards/{card_id}/display-session", AuditAction.DISPLAY_SESSION),
            Map.entry("POST /v1/cards/{card_id}/sensitive-details", AuditAction.SENSITIVE_DETAILS));

    private final InstantSource clock;

    RequestAudit(InstantSource clock) {
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, BEHIND_THE_ID);
    }

    private void begin(RoutingContext request) {
        AuditAction action = actionOf(request);
        if (action != null) {
            Instant since = clock.instant();
            AuditTrail trail = AuditTrail.begin();
            Context here = Vertx.currentContext();
            RequestEnd.run(request, () -> on(here, () -> ended(request, action, trail, since)));
        }
        request.next();
    }

    /** Null for what is not audited; events have lines of their own. */
    private static @Nullable AuditAction actionOf(RoutingContext request) {
        String method = request.request().method().name();
        String path = request.request().path();
        return method.equals("GET") || path == null || !path.startsWith("/v1/")
                ? null
                : ACTIONS.get(method + " " + Routes.templateOf(path));
    }

    /** The ids of the request's trail are kept with its context. */
    private static void on(@Nullable Context here, Runnable action) {
        if (here == null || here == Vertx.currentContext()) {
            action.run();
        } else {
            here.runOnContext(now -> action.run());
        }
    }

    private void ended(RoutingContext request, AuditAction action, AuditTrail trail, Instant since) {
        String caller = BearerMechanism.nameIn(request);
        if (caller == null || OwnKey.isOfWarmUp(caller)) {
            // strangers come as often as they like: they are counted, not written down
            return;
        }
        int status = request.response().getStatusCode();
        AuditLog.write(new AuditEntry(
                action,
                outcome(trail.outcome(), status),
                RequestIds.of(request),
                caller,
                id(RequestTrail.OPERATION),
                id(RequestTrail.CARD),
                id(RequestTrail.EVENT),
                trail.subject(),
                status,
                trail.uqpayStatus(),
                ProblemWriter.codeIn(request),
                trail.thumbprint(),
                Duration.between(since, clock.instant()).toMillis()));
    }

    private static AuditOutcome outcome(@Nullable AuditOutcome known, int status) {
        if (status >= FIRST_FAILURE) {
            return AuditOutcome.FAILED;
        }
        if (known != null) {
            return known;
        }
        return status >= FIRST_ERROR ? AuditOutcome.REFUSED : AuditOutcome.DONE;
    }

    private static @Nullable UUID id(String key) {
        Object noted = VertxContext.isOnDuplicatedContext() ? MDC.get(key) : null;
        return noted == null ? null : UUID.fromString(noted.toString());
    }
}
