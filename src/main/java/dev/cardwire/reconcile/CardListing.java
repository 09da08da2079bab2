// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardDirectory.Entry;
import dev.cardwire.reconcile.ComparisonPlace.Place;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Which cards UQPAY listed in a comparison: one that is on no page is not compared with anything, and may be gone. */
@ApplicationScoped
class CardListing {

    private static final Logger LOG = Logger.getLogger(CardListing.class);

    private static final String NOTE = """
            insert into listed_card (card_id, listed_at) select unnest($1::uuid[]), now()
            on conflict (card_id) do update set listed_at = excluded.listed_at""";

    private static final String LISTED = "select card_id from listed_card where card_id = any($1) and listed_at >= $2";

    private static final int STEP = 1_000;

    /** Of one comparison: with a wrong account at UQPAY all cards are missing, and their reads must not fill the day. */
    private static final int MOST = 500;

    /** A card that is as new as this at the beginning may be on a page that was read before it was there. */
    private static final Duration NEW = Duration.ofMinutes(10);

    private final Pool pool;
    private final CardDirectory directory;

    CardListing(Pool pool, CardDirectory directory) {
        this.pool = pool;
        this.directory = directory;
    }

    Uni<Void> note(Set<UUID> cards) {
        return cards.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(NOTE)
                        .execute(Tuple.of(cards.toArray(UUID[]::new)))
                        .replaceWithVoid();
    }

    /** The cards that are expected in the list and were on no page since the comparison began; a part when they are many. */
    Uni<List<UUID>> missing(Place ended) {
        OffsetDateTime began = ended.beganAt();
        return began == null ? Uni.createFrom().item(List.of()) : missing(began, null, new ArrayList<>());
    }

    private Uni<List<UUID>> missing(OffsetDateTime began, @Nullable UUID after, List<UUID> found) {
        return directory.entriesAfter(after, STEP).flatMap(cards -> among(cards, began)
                .flatMap(more -> {
                    more.stream().limit(MOST - (long) found.size()).forEach(found::add);
                    if (cards.size() == STEP && found.size() < MOST) {
                        return missing(began, cards.get(STEP - 1).cardId(), found);
                    }
                    if (!found.isEmpty()) {
                        LOG.warnf("%d cards that are known here are not in UQPAY's list and are read", found.size());
                    }
                    return Uni.createFrom().item(found);
                }));
    }

    private Uni<List<UUID>> among(List<Entry> cards, OffsetDateTime began) {
        Instant before = began.toInstant().minus(NEW);
        List<UUID> expected = cards.stream()
                .filter(card -> card.isExpected() && card.createdAt().isBefore(before))
                .map(Entry::cardId)
                .toList();
        return pool.preparedQuery(LISTED)
                .execute(Tuple.of(expected.toArray(UUID[]::new), began))
                .map(rows -> {
                    Set<UUID> listed = new HashSet<>();
                    rows.forEach(row -> listed.add(row.getUUID("card_id")));
                    return expected.stream().filter(id -> !listed.contains(id)).toList();
                });
    }
}
