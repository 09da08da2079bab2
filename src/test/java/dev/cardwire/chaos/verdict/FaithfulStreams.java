// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a stream was told is what the log holds of its scope, in order, once, without a hole. */
final class FaithfulStreams implements Rule {

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        for (Evidence.Stream stream : evidence.streams()) {
            List<Evidence.Heard> heard = stream.heard();
            // nothing of the log is lost in these runs, so no gap has a reason
            heard.stream()
                    .filter(event -> event.type().equals("stream.gap"))
                    .forEach(gap -> differences.add(difference(stream.name() + " was told of a gap", gap)));
            heard.stream()
                    .filter(event -> event.type().equals("stream.live"))
                    .findFirst()
                    .ifPresentOrElse(
                            live -> differences.addAll(compare(evidence, stream, live.position())),
                            () -> differences.add(difference(stream.name() + " was never live")));
        }
        return differences;
    }

    private List<Difference> compare(Evidence evidence, Evidence.Stream stream, long from) {
        List<Evidence.Change> expected = evidence.log().stream()
                .filter(change -> change.position() > from && change.changed())
                .filter(change -> stream.cardId() == null || stream.cardId().equals(change.cardId()))
                .map(Evidence.Change::asTold)
                .toList();
        List<Evidence.Change> told = stream.heard().stream()
                .map(Evidence.Heard::change)
                .filter(Objects::nonNull)
                .toList();
        if (expected.equals(told)) {
            return List.of();
        }
        int at = 0;
        while (at < Math.min(expected.size(), told.size()) && expected.get(at).equals(told.get(at))) {
            at++;
        }
        return List.of(difference(
                stream.name() + " differs at its change " + at + " after position " + from,
                "expected " + expected.subList(at, Math.min(at + 3, expected.size())),
                "told     " + told.subList(at, Math.min(at + 3, told.size()))));
    }
}
