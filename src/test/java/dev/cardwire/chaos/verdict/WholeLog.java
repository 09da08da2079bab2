// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Positions and versions without a hole, every status after the one before it, and the last one is the card's. */
final class WholeLog implements Rule {

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        Map<String, Evidence.Change> last = new HashMap<>();
        long position = 0;
        for (Evidence.Change change : evidence.log()) {
            Evidence.Change before = last.put(change.cardId(), change);
            if (change.position() != ++position) {
                differences.add(difference("position " + position + " is missing", change));
                position = change.position();
            }
            boolean follows = before == null
                    ? change.version() == 1 && change.previous() == null
                    : change.version() == before.version() + 1
                            && before.status().equals(change.previous());
            if (!follows || change.changed() == Objects.equals(change.previous(), change.status())) {
                differences.add(difference("a change that does not follow", String.valueOf(before), change));
            }
        }
        evidence.here().forEach((cardId, card) -> {
            Evidence.Change end = last.get(cardId);
            if (end == null || !end.status().equals(card.get("card_status"))) {
                differences.add(difference("the card is not what its log says", card, String.valueOf(end)));
            }
        });
        return differences;
    }
}
