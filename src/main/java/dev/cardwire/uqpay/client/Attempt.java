// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One try of one call, and whether it left. A time-out that fires while the try still waits takes its leave to go, so
 * that "never left" stays true also after it was said.
 */
final class Attempt {

    private enum State {
        WAITING,
        LEFT,
        GIVEN_UP
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** True for the one who may now write to the socket. */
    boolean leave() {
        return state.compareAndSet(State.WAITING, State.LEFT);
    }

    /** True when it had not left, and now never will. */
    boolean giveUp() {
        state.compareAndSet(State.WAITING, State.GIVEN_UP);
        return state.get() == State.GIVEN_UP;
    }
}
