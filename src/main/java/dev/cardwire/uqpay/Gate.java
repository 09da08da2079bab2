package dev.cardwire.uqpay;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** What a group of calls passes on its way out: circuit breaker, time-out and bulkhead. */
@FunctionalInterface
interface Gate {

    Uni<Answer> pass(Supplier<Uni<Answer>> call);
}
