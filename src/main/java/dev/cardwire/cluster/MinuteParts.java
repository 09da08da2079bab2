// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import java.util.EnumMap;
import java.util.Map;

/**
 * How the calls of a minute are parted. Each purpose has a part that is kept for it; what is in no part goes to the
 * first that asks. Pure, so that the rule can be tested without a clock or Redis.
 */
final class MinuteParts {

    private final int budget;
    private final Map<CallPurpose, Integer> kept = new EnumMap<>(CallPurpose.class);

    MinuteParts(int budget, ClusterConfig.BudgetConfig percents) {
        this.budget = budget;
        kept.put(CallPurpose.ISSUING, budget * percents.issuingPercent() / 100);
        kept.put(CallPurpose.RECOVERY, budget * percents.recoveryPercent() / 100);
        kept.put(CallPurpose.READ, budget * percents.readPercent() / 100);
        kept.put(CallPurpose.SWEEP, budget * percents.sweepPercent() / 100);
        if (kept.values().stream().mapToInt(Integer::intValue).sum() > budget) {
            throw new IllegalArgumentException("cardwire.cluster.budget keeps more than 100 percent");
        }
    }

    /** Whether the last call counted for {@code purpose} is within the budget, with all calls of the minute counted, it included. */
    boolean allows(CallPurpose purpose, Map<CallPurpose, Integer> counted) {
        int own = counted.getOrDefault(purpose, 0);
        if (own <= kept.getOrDefault(purpose, 0)) {
            return true;
        }
        int claimed = own;
        for (CallPurpose other : CallPurpose.values()) {
            if (other != purpose) {
                claimed += Math.max(counted.getOrDefault(other, 0), kept.getOrDefault(other, 0));
            }
        }
        return claimed <= budget;
    }

    /** What is left of the budget after these calls. */
    int left(Map<CallPurpose, Integer> counted) {
        return Math.max(
                0,
                budget - counted.values().stream().mapToInt(Integer::intValue).sum());
    }
}
