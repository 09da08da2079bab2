// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import java.util.List;

/** One thing that holds whatever breaks. */
interface Rule {

    List<Difference> check(Evidence evidence);

    /** As reports name it. */
    default String title() {
        return getClass().getSimpleName();
    }

    default Difference difference(String what, Object... history) {
        return new Difference(title(), what, List.of(history));
    }
}
