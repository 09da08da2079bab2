// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** The reads inside a transaction that takes reports in. */
final class CardQueries {

    private CardQueries() {}

    /** The known cards that the reports are about. The card keys are held, so no row lock is needed. */
    static Uni<List<Card>> concerned(Mutiny.Session session, List<CardReport> reports) {
        Set<UUID> ids = new HashSet<>();
        Set<String> orders = new HashSet<>();
        for (CardReport report : reports) {
            if (report.cardId() != null) {
                ids.add(report.cardId());
            } else if (report.createdBy() != null) {
                orders.add(report.createdBy());
            }
        }
        return byId(session, ids).flatMap(found -> byOrder(orders).map(more -> {
            List<Card> all = new ArrayList<>(found);
            more.stream().filter(card -> !found.contains(card)).forEach(all::add);
            return all;
        }));
    }

    /** The same reports, with the card named where only the order that made it was. */
    static Uni<List<CardReport>> identified(Mutiny.Session session, List<CardReport> reports) {
        Set<String> orders = CardReport.ordersWithoutCard(reports);
        return orders.isEmpty()
                ? Uni.createFrom().item(reports)
                : madeBy(session, orders).map(made -> CardReport.named(reports, made));
    }

    /** The ids of the cards that these orders made. No entities: they would be older than the keys that are taken next. */
    private static Uni<Map<String, UUID>> madeBy(Mutiny.Session session, Set<String> orders) {
        return session.createNativeQuery(
                        "select card_order_id, card_id from card where card_order_id in (:orders)", Object[].class)
                .setParameter("orders", orders)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> (String) row[0], row -> (UUID) row[1], (one, other) -> one)));
    }

    /** By the session, not by a query: a query with a list is translated into SQL anew for each length of the list. */
    private static Uni<List<Card>> byId(Mutiny.Session session, Set<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : session.find(Card.class, ids.toArray())
                        .map(found -> found.stream().filter(Objects::nonNull).toList());
    }

    private static Uni<List<Card>> byOrder(Set<String> orders) {
        return orders.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Card.list("cardOrderId in ?1", List.copyOf(orders));
    }
}
