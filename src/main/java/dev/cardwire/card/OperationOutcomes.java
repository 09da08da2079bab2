package dev.cardwire.card;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Told of every report that names an order or carries an operation's tag, in the transaction that takes it in. */
public interface OperationOutcomes {

    /** Moves the operations behind these outcomes on, in order of their ids. */
    Uni<Void> learn(Mutiny.Session session, List<ReportOutcome> outcomes);
}
