// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A refusal had its reason. These callers ask for nothing that is wrong, so that most refusals have none; the others fit
 * what the card was like while they were asked for.
 */
final class RefusalsHold implements Rule {

    /** The clocks are the same machine's. */
    private static final long TOLERANCE_MILLIS = 2_000;

    /** A change is dated before its commit; PostgreSQL may be stopped in between. */
    private static final long LATE_COMMIT_MILLIS = 60_000;

    private static final Set<String> REASONS = Set.of(
            "request_in_progress",
            "order_in_progress",
            "card_state_conflict",
            "upstream_refused",
            "validation_failed",
            "too_many_requests",
            "overloaded",
            "upstream_unavailable",
            "upstream_rate_limited",
            "upstream_unauthorized",
            "storage_unavailable");

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        Map<String, List<Evidence.Change>> logs = new HashMap<>();
        evidence.log().forEach(change -> logs.computeIfAbsent(change.cardId(), id -> new ArrayList<>())
                .add(change));
        Map<String, Evidence.Operation> operations = evidence.operations().stream()
                .collect(Collectors.toMap(Evidence.Operation::operationId, operation -> operation, (one, two) -> one));
        for (Evidence.Answer answer : evidence.answers()) {
            if (answer.status() >= 400 && !REASONS.contains(String.valueOf(answer.code()))) {
                differences.add(difference("a refusal without a reason", answer));
            }
            if (answer.isSuccess() && !fits(answer, operations.get(String.valueOf(answer.operationId())))) {
                differences.add(difference("an answer names another operation", answer));
            }
            if ("upstream_refused".equals(answer.code()) && !wasRefused(answer, evidence)) {
                differences.add(difference("a refusal that UQPAY did not give", answer));
            }
            differences.addAll(ofStatus(
                    answer, logs.getOrDefault(String.valueOf(answer.request().target()), List.of())));
        }
        return differences;
    }

    private List<Difference> ofStatus(Evidence.Answer answer, List<Evidence.Change> log) {
        boolean conflict = "card_state_conflict".equals(answer.code());
        boolean nothingToDo = answer.status() == 200 && answer.request().wanted() != null;
        if (!conflict && !nothingToDo) {
            return List.of();
        }
        Set<String> statuses = during(answer, log);
        if (conflict && statuses.stream().allMatch(status -> allows(status, answer))) {
            return List.of(difference("a conflict with a status that the card did not have", answer, statuses));
        }
        if (nothingToDo && statuses.stream().noneMatch(status -> is(status, answer))) {
            return List.of(difference("nothing to do, and the card was not so", answer, statuses));
        }
        return List.of();
    }

    private static boolean fits(Evidence.Answer answer, Evidence.@Nullable Operation operation) {
        if (operation == null) {
            return true; // that it is not known is another rule's
        }
        String target = answer.request().target();
        return operation.kind().equals(answer.kind())
                && (operation.key() == null || operation.key().equals(answer.key()))
                && (target == null || target.equals(operation.cardId()));
    }

    /** An operation of the key that UQPAY refused. An event that comes late may have proved the contrary since. */
    private static boolean wasRefused(Evidence.Answer answer, Evidence evidence) {
        return evidence.operations().stream()
                .filter(operation -> answer.key().equals(operation.key()))
                .anyMatch(operation -> operation.state().equals("REFUSED"));
    }

    /** Every status that the card had between the question and the answer. */
    private static Set<String> during(Evidence.Answer answer, List<Evidence.Change> log) {
        Set<String> statuses = new HashSet<>();
        String before = null;
        for (Evidence.Change change : log) {
            if (change.committed() < answer.asked() - LATE_COMMIT_MILLIS) {
                before = change.status();
            } else if (change.committed() <= answer.answered() + TOLERANCE_MILLIS) {
                statuses.add(change.status());
            }
        }
        if (before != null) {
            statuses.add(before);
        }
        return statuses;
    }

    private static boolean is(String status, Evidence.Answer answer) {
        String wanted = String.valueOf(answer.request().wanted());
        return status.equals(wanted) || wanted.equals("CANCELLED") && status.equals("PRE_CANCEL");
    }

    private static boolean allows(String status, Evidence.Answer answer) {
        return switch (answer.kind()) {
            case "UPDATE_STATUS" -> moves(status, answer.request().wanted());
            case "RECHARGE" -> status.equals("ACTIVE");
            default -> status.equals("ACTIVE") || status.equals("FROZEN");
        };
    }

    /** From where a status can be reached; one that a card has already is none of these. */
    private static boolean moves(String status, @Nullable String wanted) {
        return switch (String.valueOf(wanted)) {
            case "FROZEN" -> status.equals("ACTIVE") || status.equals("FROZEN");
            case "ACTIVE" -> status.equals("FROZEN") || status.equals("ACTIVE");
            default ->
                Set.of("ACTIVE", "FROZEN", "BLOCKED", "PRE_CANCEL", "CANCELLED").contains(status);
        };
    }
}
