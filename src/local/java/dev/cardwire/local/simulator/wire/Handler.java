// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.wire;

/** One thing that UQPAY does. Runs on the lane; a {@link Refusal} is how it says no. */
@FunctionalInterface
public interface Handler {
    Answer handle(Call call);
}
