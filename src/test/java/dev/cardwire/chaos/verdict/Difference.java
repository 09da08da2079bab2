// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.List;

/**
 * Something that must not be.
 *
 * @param rule the name of the rule that it breaks
 * @param history the smallest part of the evidence that shows it
 */
public record Difference(String rule, String what, List<?> history) {

    @Override
    public String toString() {
        return rule + ": " + what
                + history.stream().map(part -> "\n    " + part).reduce("", String::concat);
    }
}
