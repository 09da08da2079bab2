// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.List;
import java.util.stream.Stream;

/** Nothing secret lies anywhere, and what was taken was given back. */
final class NothingLeft implements Rule {

    @Override
    public List<Difference> check(Evidence evidence) {
        return Stream.concat(
                        evidence.leaks().stream().map(where -> difference("something secret in " + where)),
                        evidence.leftovers().stream().map(what -> difference("not given back: " + what)))
                .toList();
    }
}
