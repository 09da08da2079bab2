// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.card.log.LogScope;
import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uuid.Uuids;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The scope that a stream's query asks for. Unknown parameters are let pass: proxies and browsers add their own. */
final class ScopeQuery {

    private static final int MOST_IDS = 200;

    private ScopeQuery() {}

    /** Null when the query names nothing. */
    static @Nullable LogScope of(MultiMap query) {
        List<String> cards = query.getAll("card_id");
        List<String> holders = query.getAll("cardholder_id");
        if (cards.isEmpty() && holders.isEmpty()) {
            return null;
        }
        if (cards.size() + holders.size() > MOST_IDS) {
            String field = cards.isEmpty() ? "cardholder_id" : "card_id";
            throw ProblemException.validation(
                    field, "a stream has at most " + MOST_IDS + " ids; use a ticket for more");
        }
        List<FieldError> errors = new ArrayList<>();
        LogScope scope = new LogScope(false, ids("card_id", cards, errors), ids("cardholder_id", holders, errors));
        if (!errors.isEmpty()) {
            throw ProblemException.validation(errors);
        }
        return scope;
    }

    private static Set<UUID> ids(String field, List<String> texts, List<FieldError> errors) {
        Set<UUID> ids = new HashSet<>();
        for (String text : texts) {
            UUID id = Uuids.parse(text);
            if (id == null) {
                errors.add(new FieldError(field, "must be a UUID"));
            } else {
                ids.add(id);
            }
        }
        return ids;
    }
}
