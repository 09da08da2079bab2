// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.List;

/** A ticket opens streams until it is revoked; then it opens no other, and its stream ends. */
final class TicketsHold implements Rule {

    private static final List<Integer> REFUSALS = List.of(401, 403);

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        for (Evidence.Ticket ticket : evidence.tickets()) {
            for (Evidence.Visit visit : ticket.visits()) {
                if (visit.served() && visit.asked() > ticket.revoked()) {
                    differences.add(difference(ticket.stream() + " was let in after its revocation", visit));
                } else if (REFUSALS.contains(visit.status()) && visit.answered() < ticket.revoking()) {
                    differences.add(difference(ticket.stream() + " was refused with a valid ticket", visit));
                }
            }
            if (ticket.revoked() != Long.MAX_VALUE && !ticket.ended()) {
                differences.add(difference(ticket.stream() + " outlived its ticket", ticket));
            }
        }
        return differences;
    }
}
