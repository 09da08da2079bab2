// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.List;

/** Every write has an end: nobody has to look at it, and UQPAY's order ended. */
final class NothingOpen implements Rule {

    private static final List<String> ENDS = List.of("ACCEPTED", "REFUSED", "NOT_SENT");
    private static final List<String> OPEN_ORDERS = List.of("PENDING", "PROCESSING");

    @Override
    public List<Difference> check(Evidence evidence) {
        return evidence.operations().stream()
                .filter(operation -> !ENDS.contains(operation.state())
                        || OPEN_ORDERS.contains(String.valueOf(operation.orderStatus())))
                .map(operation -> difference("an operation without an end", operation))
                .toList();
    }
}
