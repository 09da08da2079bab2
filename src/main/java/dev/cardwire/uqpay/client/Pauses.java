// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Waiting, as something a test can own. */
@FunctionalInterface
interface Pauses {

    Uni<Void> pause(Duration length);
}
