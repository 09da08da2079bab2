// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a caller was answered stays true: one key, one operation and one card, and a success is one at UQPAY. */
final class AnswersHold implements Rule {

    /** Codes of answers that say that nothing was sent, and that the key is free again. */
    private static final List<String> FREES_THE_KEY =
            List.of("validation_failed", "malformed_request", "not_found", "order_in_progress", "card_state_conflict");

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        Map<String, Evidence.Operation> byId = evidence.operations().stream()
                .collect(Collectors.toMap(Evidence.Operation::operationId, operation -> operation));
        evidence.answers().stream()
                .collect(Collectors.groupingBy(Evidence.Answer::key))
                .forEach((key, answers) -> differences.addAll(ofOneKey(key, answers, byId, evidence)));
        return differences;
    }

    private List<Difference> ofOneKey(
            String key, List<Evidence.Answer> answers, Map<String, Evidence.Operation> byId, Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        List<Evidence.Answer> successes =
                answers.stream().filter(Evidence.Answer::isSuccess).toList();
        // one that was never sent frees its key, and the next try is an operation of its own
        List<String> sent = successes.stream()
                .map(Evidence.Answer::operationId)
                .filter(id -> !isNotSent(byId.get(String.valueOf(id))))
                .toList();
        if (count(sent) > 1
                || count(successes.stream().map(Evidence.Answer::cardId).toList()) > 1) {
            differences.add(difference("key " + key + " has several results", answers.toArray()));
        }
        for (Evidence.Answer answer : successes) {
            Evidence.Operation operation = byId.get(String.valueOf(answer.operationId()));
            if (operation == null) {
                differences.add(difference("an answer names no operation that is known", answer));
            } else if (answer.status() == 201 && !isMade(answer, operation, evidence)) {
                differences.add(difference("a card that was answered with 201 is not there", answer, operation));
            }
        }
        Evidence.Answer last = answers.get(answers.size() - 1);
        if (last.status() == 200 || FREES_THE_KEY.contains(String.valueOf(last.code()))) {
            evidence.operations().stream()
                    .filter(operation ->
                            key.equals(operation.key()) && operation.state().equals("ACCEPTED"))
                    .forEach(operation ->
                            differences.add(difference("refused or nothing to do, and done", last, operation)));
        }
        if (last.status() == 422 && successes.stream().anyMatch(answer -> answer.status() == 201)) {
            differences.add(difference("a success became a refusal", answers.toArray()));
        }
        return differences;
    }

    private static boolean isNotSent(Evidence.@Nullable Operation operation) {
        return operation != null && operation.state().equals("NOT_SENT");
    }

    private static boolean isMade(Evidence.Answer answer, Evidence.Operation operation, Evidence evidence) {
        return operation.state().equals("ACCEPTED")
                && Objects.equals(operation.cardId(), answer.cardId())
                && evidence.there().containsKey(String.valueOf(answer.cardId()));
    }

    private static long count(List<String> ids) {
        return ids.stream().filter(Objects::nonNull).distinct().count();
    }
}
