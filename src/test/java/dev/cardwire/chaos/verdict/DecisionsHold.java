// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.List;

/** What an operator decided is what is there, once; what may not be done was refused. */
final class DecisionsHold implements Rule {

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        for (Evidence.Decision decision : evidence.decisions()) {
            if (decision.isDone() && !decision.allowed()) {
                differences.add(difference("something was done that may not be", decision));
            } else if (decision.isDone() && !isThere(decision, evidence)) {
                differences.add(difference("something was decided and is not there", decision));
            }
        }
        return differences;
    }

    private static boolean isThere(Evidence.Decision decision, Evidence evidence) {
        return switch (decision.act()) {
            case "resolve" ->
                evidence.operations().stream()
                        .filter(operation -> operation.operationId().equals(decision.subject()))
                        .map(Evidence.Operation::state)
                        // a late event may prove that what was refused was done
                        .anyMatch(state -> state.equals(decision.decided()) || state.equals("ACCEPTED"));
            case "replay" ->
                evidence.stored().stream().anyMatch(event -> event.eventId().equals(decision.subject()));
            case "card made" ->
                evidence.here().containsKey(decision.subject())
                        && evidence.log().stream()
                                .filter(change -> change.cardId().equals(decision.subject()))
                                .anyMatch(change -> change.version() == 1);
            default -> true;
        };
    }
}
