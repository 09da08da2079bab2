// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.wire;

/** Where a feature hangs its handlers; paths are those of UQPAY's documents, variables written {@code :name}. */
@FunctionalInterface
public interface Routes {
    void on(String method, String path, Handler handler);
}
