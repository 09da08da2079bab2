// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A key makes one card, or moves money once; a write that was refused or never sent did nothing. */
final class OneEffectPerKey implements Rule {

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        Map<String, List<Evidence.Movement>> byKey =
                evidence.movements().stream().collect(Collectors.groupingBy(Evidence.Movement::upstreamKey));
        for (Evidence.Operation operation : evidence.operations()) {
            List<Evidence.Movement> effects = byKey.getOrDefault(operation.upstreamKey(), List.of()).stream()
                    .filter(effect -> isOf(operation, effect) && effect.cardId().equals(operation.cardId()))
                    .toList();
            boolean elsewhere = byKey.getOrDefault(operation.upstreamKey(), List.of()).stream()
                    .anyMatch(effect -> !effect.cardId().equals(operation.cardId()));
            if (elsewhere || !isRight(operation, effects.size())) {
                differences.add(difference(effects.size() + " effects", operation, effects));
            }
        }
        Set<String> foreign = evidence.decisions().stream()
                .filter(decision -> decision.act().equals("card made"))
                .map(Evidence.Decision::subject)
                .collect(Collectors.toSet());
        Set<String> asked = evidence.operations().stream()
                .map(Evidence.Operation::upstreamKey)
                .collect(Collectors.toSet());
        evidence.movements().stream()
                .filter(made -> !made.kind().equals("CARD") || !foreign.contains(made.cardId()))
                .filter(made -> !asked.contains(made.upstreamKey()))
                .forEach(made -> differences.add(difference("something that no operation asked for", made)));
        return differences;
    }

    private static boolean isOf(Evidence.Operation operation, Evidence.Movement effect) {
        return switch (operation.kind()) {
            case "ISSUE_CARD" -> effect.kind().equals("CARD");
            case "RECHARGE" -> effect.kind().equals("CARD_RECHARGE");
            case "WITHDRAW" -> effect.kind().equals("CARD_WITHDRAW");
            default -> false;
        };
    }

    private static boolean isRight(Evidence.Operation operation, int effects) {
        boolean counted = List.of("ISSUE_CARD", "RECHARGE", "WITHDRAW").contains(operation.kind());
        return switch (operation.state()) {
            case "ACCEPTED" -> !counted || effects == 1;
            case "REFUSED", "NOT_SENT" -> effects == 0;
            default -> effects <= 1; // that it has no end is another rule's
        };
    }
}
