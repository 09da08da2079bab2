// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a stream was told is what the log holds of its scope, in order, once, without a hole. */
final class FaithfulStreams implements Rule {

    private static final int REPLICAS = 3;

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        for (Evidence.Stream stream : evidence.streams()) {
            List<List<Evidence.Heard>> parts = parts(stream);
            // nothing of the log is lost in these runs, so that a gap has no other reason; each replica notices a
            // failover
            // by itself, so that a stream that moves among them meanwhile hears of it from each
            if (parts.size() > evidence.failovers() * REPLICAS + 1) {
                differences.add(difference(
                        stream.name() + " was told of " + (parts.size() - 1) + " gaps",
                        stream.heard().stream()
                                .filter(heard -> heard.type().equals("stream.gap")
                                        || heard.type().equals("stream.live"))
                                .toArray()));
            }
            for (int part = 0; part < parts.size(); part++) {
                boolean last = part == parts.size() - 1;
                differences.addAll(compare(evidence, stream, parts.get(part), last && !stream.revoked()));
            }
        }
        return differences;
    }

    /** What was heard from the beginning, and from each gap on: there it begins anew, with a snapshot. */
    private static List<List<Evidence.Heard>> parts(Evidence.Stream stream) {
        List<List<Evidence.Heard>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        for (Evidence.Heard heard : stream.heard()) {
            if (heard.type().equals("stream.gap")) {
                parts.add(new ArrayList<>());
            } else {
                parts.get(parts.size() - 1).add(heard);
            }
        }
        return parts;
    }

    /** @param whole whether it must have been heard to the end of the log */
    private List<Difference> compare(
            Evidence evidence, Evidence.Stream stream, List<Evidence.Heard> heard, boolean whole) {
        Optional<Evidence.Heard> live = heard.stream()
                .filter(event -> event.type().equals("stream.live"))
                .findFirst();
        if (live.isEmpty()) {
            return whole ? List.of(difference(stream.name() + " was never live", visits(evidence, stream))) : List.of();
        }
        long from = live.orElseThrow().position();
        List<Evidence.Change> expected = evidence.log().stream()
                .filter(change -> change.position() > from && stream.scope().holds(change))
                .flatMap(change -> told(change, stream.scope()))
                .toList();
        List<Evidence.Change> told = heard.stream()
                .filter(event -> event.type().equals("card.status"))
                .map(Evidence.Heard::change)
                .filter(Objects::nonNull)
                .toList();
        boolean cutShort = !whole && told.size() <= expected.size();
        if (cutShort ? expected.subList(0, told.size()).equals(told) : expected.equals(told)) {
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

    private static List<Evidence.Visit> visits(Evidence evidence, Evidence.Stream stream) {
        return evidence.tickets().stream()
                .filter(ticket -> ticket.stream().equals(stream.name()))
                .flatMap(ticket -> ticket.visits().stream())
                .toList();
    }

    /** Streams of a cardholder hear of a card from the change that first names them, as of a new one. */
    private static Stream<Evidence.Change> told(Evidence.Change change, Evidence.Scope scope) {
        Evidence.Change told = change.asTold();
        if (change.holderNamed() && scope.cardholderId() != null) {
            return Stream.of(new Evidence.Change(
                    told.position(), told.cardId(), null, told.version(), told.status(), null, true, false, 0));
        }
        return change.changed() ? Stream.of(told) : Stream.empty();
    }
}
