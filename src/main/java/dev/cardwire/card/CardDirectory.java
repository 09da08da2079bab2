// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.lifecycle.CardLifecycle;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.store.Page;
import dev.cardwire.store.PageCursor;
import dev.cardwire.store.Transactions;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads cards; changes nothing. */
@ApplicationScoped
public class CardDirectory {

    private final Transactions transactions;

    CardDirectory(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Which cards are wanted; null leaves a field open. */
    public record Filter(
            @Nullable UUID cardholderId,
            @Nullable CardStatus status,
            @Nullable UUID productId) {}

    /** The card; empty when it is not known. */
    public Uni<Optional<CardSnapshot>> find(UUID cardId) {
        return transactions.inSession(session ->
                session.find(Card.class, cardId).map(Optional::ofNullable).map(card -> card.map(Card::snapshot)));
    }

    /** The counter that a read of a card needs before it is sent; empty for a card that is not known. */
    public Uni<Optional<Long>> signalsSeen(UUID cardId) {
        return transactions.inSession(session -> session.find(Card.class, cardId)
                .map(Optional::ofNullable)
                .map(card -> card.map(known -> known.state().signalsSeen())));
    }

    /** The cards of a filter, newest first; stable while cards are added. */
    public Uni<Page<CardSnapshot>> list(Filter filter, PageCursor after, int limit) {
        StringBuilder query = new StringBuilder("createdAt <= :at and (createdAt < :at or cardId < :id)");
        Parameters parameters = Parameters.with("at", after.at()).and("id", after.id());
        if (filter.cardholderId() != null) {
            query.append(" and cardholderId = :holder");
            parameters.and("holder", filter.cardholderId());
        }
        if (filter.status() != null) {
            query.append(" and cardStatus = :status");
            parameters.and("status", filter.status());
        }
        if (filter.productId() != null) {
            query.append(" and cardProductId = :product");
            parameters.and("product", filter.productId());
        }
        query.append(" order by createdAt desc, cardId desc");
        return transactions.inSession(session -> Card.<Card>find(query.toString(), parameters)
                .range(0, limit)
                .list()
                .map(cards -> cards.stream().map(Card::snapshot).toList())
                .map((List<CardSnapshot> cards) ->
                        Page.of(cards, limit, CardSnapshot::createdAt, CardSnapshot::cardId)));
    }

    /** Cards that are still {@code PENDING} and were last changed between two times, oldest change first. */
    public Uni<List<CardSnapshot>> pendingBetween(Instant after, Instant before, int limit) {
        return transactions.inSession(session -> Card.<Card>find(
                        "cardStatus = PENDING and updatedAt > ?1 and updatedAt < ?2 order by updatedAt", after, before)
                .range(0, limit - 1)
                .list()
                .map(cards -> cards.stream().map(Card::snapshot).toList()));
    }

    /** Cards that somebody needs to have read, and wanted so between two times; longest waiting first. */
    public Uni<List<Wanted>> readsWantedBetween(Instant after, Instant before, int limit) {
        return transactions.inSession(session -> session.createNativeQuery("""
                        select card_id, read_wanted_at from card
                        where read_wanted_at is not null and read_wanted_at > :after and read_wanted_at < :before
                        order by read_wanted_at""", Object[].class)
                .setParameter("after", after)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Wanted((UUID) row[0], ((OffsetDateTime) row[1]).toInstant()))
                        .toList()));
    }

    /** A card that is to be read. */
    public record Wanted(UUID cardId, Instant since) {}

    /** Cards by their ids, from behind one on: a walk through all of them. */
    public Uni<List<Entry>> entriesAfter(@Nullable UUID after, int limit) {
        return transactions.inSession(session -> session.createNativeQuery("""
                        select card_id, created_at, card_status, card_status_raw from card
                        where card_id > :after order by card_id""", Object[].class)
                .setParameter("after", after == null ? new UUID(0, 0) : after)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Entry(
                                (UUID) row[0],
                                ((OffsetDateTime) row[1]).toInstant(),
                                CardStatus.valueOf((String) row[2]),
                                row[3] != null))
                        .toList()));
    }

    /**
     * What the walk shows of a card.
     *
     * @param isOdd whether its status is a word that is not understood, or that UQPAY does not know the card
     */
    public record Entry(UUID cardId, Instant createdAt, CardStatus status, boolean isOdd) {

        /** Whether UQPAY is expected to list it; of one that is already shown otherwise nothing is learnt. */
        public boolean isExpected() {
            return !isOdd && CardLifecycle.canVanish(status);
        }
    }

    /** Each of these cards that is known here. */
    public Uni<Map<UUID, CardSnapshot>> snapshots(List<UUID> cardIds) {
        if (cardIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return transactions.inSession(session -> Card.<Card>list("cardId in ?1", cardIds)
                .map(cards -> cards.stream().collect(Collectors.toMap(Card::cardId, Card::snapshot))));
    }

    /** The status of each of these cards that is known here. */
    public Uni<Map<UUID, CardStatus>> statuses(List<UUID> cardIds) {
        if (cardIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return transactions.inSession(session -> Card.<Card>list("cardId in ?1", cardIds)
                .map(cards -> cards.stream().collect(Collectors.toMap(Card::cardId, Card::status))));
    }
}
