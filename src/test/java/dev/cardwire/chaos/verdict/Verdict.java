// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.List;

/** Whether everything that must hold did hold. */
public final class Verdict {

    private static final List<Rule> RULES = List.of(
            new SameCards(),
            new OneEffectPerKey(),
            new AnswersHold(),
            new OneEffectPerEvent(),
            new WholeLog(),
            new FaithfulStreams(),
            new TrueSnapshots(),
            new TicketsHold(),
            new DecisionsHold(),
            new RefusalsHold(),
            new NothingOpen(),
            new NothingLeft());

    private Verdict() {}

    /** What does not; empty when all is well. */
    public static List<Difference> of(Evidence evidence) {
        return RULES.stream().flatMap(rule -> rule.check(evidence).stream()).toList();
    }
}
