package dev.cardwire.card;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The reads inside a transaction that takes reports in. */
final class CardQueries {

    private CardQueries() {}

    /** The known cards that the reports are about. The card keys are held, so no row lock is needed. */
    static Uni<List<Card>> concerned(List<CardReport> reports) {
        Set<UUID> ids = new HashSet<>();
        Set<String> orders = new HashSet<>();
        for (CardReport report : reports) {
            if (report.cardId() != null) {
                ids.add(report.cardId());
            } else if (report.createdBy() != null) {
                orders.add(report.createdBy());
            }
        }
        return byId(ids).flatMap(found -> byOrder(orders).map(more -> {
            List<Card> all = new ArrayList<>(found);
            more.stream().filter(card -> !found.contains(card)).forEach(all::add);
            return all;
        }));
    }

    private static Uni<List<Card>> byId(Set<UUID> ids) {
        return ids.isEmpty() ? Uni.createFrom().item(List.of()) : Card.list("cardId in ?1", List.copyOf(ids));
    }

    private static Uni<List<Card>> byOrder(Set<String> orders) {
        return orders.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Card.list("cardOrderId in ?1", List.copyOf(orders));
    }
}
