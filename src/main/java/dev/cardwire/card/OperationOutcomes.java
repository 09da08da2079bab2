// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Told of every report that names an order or carries an operation's tag, in the transaction that takes it in. */
public interface OperationOutcomes {

    /** The cards that these orders changed, as far as their operations know. */
    Uni<Map<String, UUID>> cardsOf(Mutiny.Session session, Collection<String> orderIds);

    /**
     * What was asked for when the cards of these reports were issued, for those whose answer is still missing: facts that
     * UQPAY's events and reads do not repeat. To be taken in after the reports themselves, of which they fill the gaps.
     */
    Uni<List<CardReport>> asked(Mutiny.Session session, List<CardReport> reports);

    /** Moves the operations behind these outcomes on, in order of their ids. */
    Uni<Void> learn(Mutiny.Session session, List<ReportOutcome> outcomes);
}
