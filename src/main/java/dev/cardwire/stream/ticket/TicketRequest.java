// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import dev.cardwire.card.log.LogScope;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.problem.request.StrictJson;
import dev.cardwire.uuid.Uuids;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a ticket is asked for, read strictly: a misspelt field must not make a ticket for more than was meant. */
record TicketRequest(LogScope scope, Duration life) {

    static final int MOST_IDS = 200;

    private static final long DEFAULT_LIFE = 3_600;
    private static final long SHORTEST_LIFE = 60;

    /** Wrong JSON kinds are 400; everything else that is wrong is named at once in a 422. */
    static TicketRequest of(byte[] body) {
        FieldReader fields = new FieldReader(StrictJson.object(body));
        Set<UUID> cards = ids(fields, "card_ids");
        Set<UUID> holders = ids(fields, "cardholder_ids");
        Boolean everything = fields.flag("everything");
        Duration life = life(fields);
        fields.rejectUnknown();
        boolean named = cards != null || holders != null;
        if (everything == null && !named) {
            fields.reject("card_ids", "one of card_ids, cardholder_ids and everything is required");
        } else if (everything != null && !everything) {
            fields.reject("everything", "can only be true");
        } else if (everything != null && named) {
            fields.reject("everything", "cannot be combined with card_ids or cardholder_ids");
        }
        fields.throwIfBroken();
        return new TicketRequest(
                everything != null ? LogScope.EVERYTHING : new LogScope(false, orNone(cards), orNone(holders)), life);
    }

    private static Set<UUID> orNone(@Nullable Set<UUID> ids) {
        return ids == null ? Set.of() : ids;
    }

    private static @Nullable Set<UUID> ids(FieldReader fields, String name) {
        List<String> texts = fields.texts(name);
        if (texts == null) {
            return null;
        }
        if (texts.isEmpty() || texts.size() > MOST_IDS) {
            fields.reject(name, "must contain 1 to " + MOST_IDS + " ids");
            return Set.of();
        }
        Set<UUID> ids = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            UUID id = Uuids.parse(texts.get(i));
            if (id == null) {
                fields.reject(name + "[" + i + "]", "must be a UUID");
            } else {
                ids.add(id);
            }
        }
        return ids;
    }

    private static Duration life(FieldReader fields) {
        Long seconds = fields.whole("ttl_seconds");
        if (seconds == null) {
            return Duration.ofSeconds(DEFAULT_LIFE);
        }
        if (seconds < SHORTEST_LIFE || seconds > Tickets.LONGEST_LIFE.toSeconds()) {
            fields.reject("ttl_seconds", "must be a whole number from 60 to 86400");
        }
        return Duration.ofSeconds(seconds);
    }
}
