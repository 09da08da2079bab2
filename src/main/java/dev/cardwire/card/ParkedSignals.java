package dev.cardwire.card;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Reports that came before their card was known. They are looked for under the card's key, so that a park and a
 * creation at once cannot miss each other.
 */
public interface ParkedSignals {

    /** The parked reports of these cards and of the orders that made them, in order of arrival. */
    Uni<List<CardReport>> of(Mutiny.Session session, Collection<UUID> cardIds, Collection<String> orderIds);

    /** Writes what became of them. */
    Uni<Void> settle(Mutiny.Session session, List<ReportOutcome> outcomes);

    /** Cards that parked reports wait for, those that waited longest first. */
    Uni<List<UUID>> cardsWaitedFor(int limit);
}
