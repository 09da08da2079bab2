// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An event that was applied made one change, one that was not made none; what was answered 200 is in the inbox. */
final class OneEffectPerEvent implements Rule {

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Evidence.Stored event : evidence.stored()) {
            boolean right = event.outcome().equals("applied")
                    ? event.changes() == 1
                    : event.outcome().equals("ignored") && event.changes() == 0;
            if (!right || !known.add(event.eventId())) {
                differences.add(difference("the effect of an event", event));
            }
        }
        Set<String> sent = evidence.sent().stream().map(Evidence.Sent::eventId).collect(Collectors.toSet());
        evidence.stored().stream()
                .filter(event -> !sent.contains(event.eventId()))
                .forEach(event -> differences.add(difference("an event that UQPAY never made", event)));
        evidence.sent().stream()
                .filter(event -> event.delivered() && !known.contains(event.eventId()))
                .forEach(event ->
                        differences.add(difference("an event that was answered 200 and is not stored", event)));
        return differences;
    }
}
