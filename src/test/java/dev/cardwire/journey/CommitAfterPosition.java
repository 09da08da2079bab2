// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Whether what one connection sends next is the COMMIT of a transaction that has taken its position. */
final class CommitAfterPosition implements Predicate<String> {

    private final AtomicBoolean wanted;
    private boolean positioned;

    CommitAfterPosition(AtomicBoolean wanted) {
        this.wanted = wanted;
    }

    @Override
    public boolean test(String chunk) {
        // a name that only the position statement's argument holds
        positioned |= chunk.contains("status_changed");
        boolean commit = chunk.contains("COMMIT");
        boolean held = commit && positioned && wanted.get();
        positioned &= !commit;
        return held;
    }
}
