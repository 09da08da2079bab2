// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

/** Wakes the tails of all replicas after a commit. It only makes them faster: a ring may be lost, never waited for. */
public interface Bell {

    /** Notifies every replica, this one too, that the log grew. Returns at once and never fails. */
    void ring();

    /** Calls {@code listener} on every ring from any replica, on an event loop; it must not block. */
    void onRing(Runnable listener);
}
