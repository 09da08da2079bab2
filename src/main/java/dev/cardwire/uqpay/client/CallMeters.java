// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.uqpay.UqpayNotSentException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * What operators see of the calls to UQPAY: by group, and by results of which there are few. SmallRye's own metrics are
 * off, see application.properties.
 */
@Singleton
class CallMeters {

    private final MeterRegistry registry;
    private final Counter renewed;
    private final Counter notRenewed;

    CallMeters(MeterRegistry registry) {
        this.registry = registry;
        this.renewed = registry.counter("cardwire.uqpay.token.renewals", "result", "renewed");
        this.notRenewed = registry.counter("cardwire.uqpay.token.renewals", "result", "failed");
        for (Result result : Result.values()) {
            timer("reads", result);
            timer("checks", result);
            timer("writes", result);
            timer("token", result);
        }
    }

    private enum Result {
        OK,
        REFUSED,
        UNAUTHORIZED,
        RATE_LIMITED,
        SERVER_ERROR,
        TIMEOUT,
        CIRCUIT_OPEN,
        FULL,
        NOT_SENT,
        FAILED
    }

    /** The call, with its time and its result noted. */
    Uni<Answer> noted(String group, Uni<Answer> call) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample since = Timer.start(registry);
            return call.onItem()
                    .invoke(answer -> since.stop(timer(group, of(answer.status()))))
                    .onFailure()
                    .invoke(failure -> since.stop(timer(group, of(failure))));
        });
    }

    /** Shows a group's circuit as 0 closed, 1 half open, 2 open; call it on every change. */
    Consumer<CircuitBreakerState> circuit(String group) {
        AtomicInteger shown = Objects.requireNonNull(
                registry.gauge("cardwire.uqpay.circuit", Tags.of("group", group), new AtomicInteger()));
        return state -> shown.set(
                switch (state) {
                    case CLOSED -> 0;
                    case HALF_OPEN -> 1;
                    case OPEN -> 2;
                });
    }

    /** UQPAY was asked for a token; each one that it gives kills those before. */
    void renewal(boolean given) {
        (given ? renewed : notRenewed).increment();
    }

    private Timer timer(String group, Result result) {
        return registry.timer(
                "cardwire.uqpay.calls", "group", group, "result", result.name().toLowerCase(Locale.ROOT));
    }

    private static Result of(int status) {
        return switch (status) {
            case 401, 403 -> Result.UNAUTHORIZED;
            case 429 -> Result.RATE_LIMITED;
            default -> status < 400 ? Result.OK : status < 500 ? Result.REFUSED : Result.SERVER_ERROR;
        };
    }

    private static Result of(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return Result.TIMEOUT;
        }
        if (failure instanceof CircuitBreakerOpenException) {
            return Result.CIRCUIT_OPEN;
        }
        if (failure instanceof UqpayNotSentException) {
            return Result.NOT_SENT;
        }
        return failure instanceof BulkheadException ? Result.FULL : Result.FAILED;
    }
}
