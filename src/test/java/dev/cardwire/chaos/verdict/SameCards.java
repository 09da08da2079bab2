// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The cards here are those at UQPAY, in every field that callers see. */
final class SameCards implements Rule {

    @Override
    public List<Difference> check(Evidence evidence) {
        List<Difference> differences = new ArrayList<>();
        Set<String> all = new TreeSet<>(evidence.here().keySet());
        all.addAll(evidence.there().keySet());
        for (String cardId : all) {
            Map<String, String> here = evidence.here().get(cardId);
            Map<String, String> there = evidence.there().get(cardId);
            if (here == null || there == null) {
                differences.add(
                        difference("card " + cardId + " is known " + (here == null ? "there" : "here") + " alone"));
            } else if (!here.equals(there)) {
                differences.add(difference("card " + cardId, "here  " + here, "there " + there));
            }
        }
        return differences;
    }
}
