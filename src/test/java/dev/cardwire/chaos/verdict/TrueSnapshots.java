// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A snapshot holds each card of its scope once, as the log has it at the position where the stream was live. */
final class TrueSnapshots implements Rule {

    /** A snapshot holds the cards that changed last, and no more than these. */
    private static final int MOST_CARDS = 1_000;

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        for (Evidence.Stream stream : evidence.streams()) {
            List<Evidence.Change> snapshot = new ArrayList<>();
            int connection = 0;
            boolean fresh = true; // one that resumes has no snapshot
            for (Evidence.Heard heard : stream.heard()) {
                if (heard.connection() != connection || heard.type().equals("stream.gap")) {
                    snapshot.clear(); // one that was cut off is begun anew
                    connection = heard.connection();
                }
                fresh = fresh || heard.type().equals("stream.gap");
                if (heard.type().equals("card.snapshot")) {
                    snapshot.add(heard.change());
                } else if (heard.type().equals("stream.live") && fresh) {
                    differences.addAll(compare(evidence, stream, snapshot, heard.position()));
                    fresh = false;
                }
            }
        }
        return differences;
    }

    private List<Difference> compare(
            Evidence evidence, Evidence.Stream stream, List<Evidence.Change> snapshot, long position) {
        Map<String, Evidence.Change> expected = new HashMap<>();
        evidence.log().stream()
                .filter(change -> change.position() <= position)
                .forEach(change -> expected.put(change.cardId(), change));
        expected.values().removeIf(change -> !stream.scope().holds(change));
        List<Difference> differences = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Evidence.Change card : snapshot) {
            Evidence.Change last = expected.get(card.cardId());
            boolean right =
                    last != null && last.version() == card.version() && Objects.equals(last.status(), card.status());
            if (!right || !known.add(card.cardId())) {
                differences.add(difference(stream.name() + " at " + position, card, String.valueOf(last)));
            }
        }
        if (known.size() != Math.min(expected.size(), MOST_CARDS)) {
            differences.add(difference(stream.name() + " at " + position + " had " + known.size() + " cards instead of "
                    + expected.size()));
        }
        return differences;
    }
}
