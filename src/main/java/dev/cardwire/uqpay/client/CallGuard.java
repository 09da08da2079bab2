// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** What a group of calls passes on its way out: circuit breaker, time-out and bulkhead. */
@FunctionalInterface
interface CallGuard {

    Uni<Answer> pass(Supplier<Uni<Answer>> call);
}
