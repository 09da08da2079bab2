// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.List;
import java.util.stream.Stream;

/** Nothing secret lies anywhere, what was taken was given back, and strangers did nothing. */
final class NothingLeft implements Rule {

    @Override
    public List<Difference> check(Evidence evidence) {
        Evidence.Remains remains = evidence.remains();
        return Stream.of(
                        remains.leaks().stream().map(where -> difference("something secret in " + where)),
                        remains.leftovers().stream().map(what -> difference("not given back: " + what)),
                        remains.intrusions().stream().map(what -> difference("a stranger achieved something: " + what)),
                        remains.undescribed().stream()
                                .map(what -> difference("an answer that is not described: " + what)))
                .flatMap(differences -> differences)
                .toList();
    }
}
