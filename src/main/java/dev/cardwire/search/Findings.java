// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.search;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * The answer to a search.
 *
 * @param truncated whether there is more than fits
 */
record Findings(List<Finding> data, boolean truncated) {

    private static final int MOST = SearchQuery.LIMIT - 1;

    private static final Comparator<Finding> NEWEST_FIRST =
            Comparator.comparing(Finding::at).thenComparing(Finding::id).reversed();

    /** One list out of those of the sources; two of them may know the same cardholder. */
    static Findings of(Collection<List<Finding>> found) {
        Map<String, Finding> each = new LinkedHashMap<>();
        found.forEach(list -> list.forEach(finding ->
                each.merge(finding.href(), finding, BinaryOperator.maxBy(Comparator.comparing(Finding::at)))));
        List<Finding> sorted = each.values().stream().sorted(NEWEST_FIRST).toList();
        return new Findings(sorted.stream().limit(MOST).toList(), sorted.size() > MOST);
    }

    boolean isEmpty() {
        return data.isEmpty();
    }
}
