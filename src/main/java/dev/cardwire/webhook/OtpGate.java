// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.store.Transactions;
import dev.cardwire.webhook.event.EventType;
import dev.cardwire.webhook.event.Outcome;
import dev.cardwire.webhook.otp.OtpForward;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a one-time password before it may be answered 200: it is handed on, unless it was before. In front of
 * the inbox and outside any transaction, so a process that dies in between sends a code twice, never zero times.
 */
@ApplicationScoped
class OtpGate {

    private final OtpForward forward;
    private final Transactions transactions;
    private final Inbox inbox;

    OtpGate(OtpForward forward, Transactions transactions, Inbox inbox) {
        this.forward = forward;
        this.transactions = transactions;
        this.inbox = inbox;
    }

    /**
     * Lets a delivery through.
     *
     * @return the answer, when the inbox has the event already; empty once the code was handed on, or when it is not a code
     */
    Uni<Optional<Outcome>> pass(Delivery delivery, byte[] body) {
        if (delivery.type() != EventType.ONE_TIME_PASSWORD || !forward.isOn()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return transactions
                .inSession(session -> inbox.digests(session, List.of(delivery.eventId())))
                .flatMap(stored -> {
                    String known = stored.get(delivery.eventId());
                    return known == null
                            ? forward.send(delivery.eventId(), body).replaceWith(Optional.empty())
                            : Uni.createFrom().item(Optional.of(delivery.comparedTo(known)));
                });
    }
}
