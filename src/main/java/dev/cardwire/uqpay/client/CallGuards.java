// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.audit.AuditTrail;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.masking.OutageLog;
import dev.cardwire.start.StartOrder;
import dev.cardwire.uqpay.UqpayException;
import io.quarkus.runtime.Startup;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;

/**
 * A gate per group of calls, so that slow reads cannot starve issuing. UQPAY's 5xx open a circuit like a time-out does;
 * a 4xx is an answer and never opens one. There from the start, so that operators see the circuits before the first call.
 */
@Startup(StartOrder.FOUNDATIONS)
@ApplicationScoped
class CallGuards {

    private static final Logger LOG = Logger.getLogger(CallGuards.class);

    private static final TypeLiteral<Uni<Answer>> ANSWER = new TypeLiteral<>() {};
    private static final int SERVER_ERROR = 500;
    /** Renewals wait for each other in the database; two at once in one process can only be a stuck one and its successor. */
    private static final int RENEWALS = 2;

    /** What Vert.x says of it; the type is nobody's own. */
    private static final String CLOSED = "Client is closed";

    private final CallMeters meters;
    private final OutageLog outages;
    private final CallGuard reads;
    private final CallGuard checks;
    private final CallGuard writes;
    private final CallGuard tokens;

    CallGuards(UqpayConfig config, CallMeters meters, InstantSource clock) {
        this.meters = meters;
        this.outages = OutageLog.of(LOG, "calls to UQPAY", clock);
        Duration call = config.time().call();
        this.reads = gate("reads", config.reads().concurrent(), config.reads(), call);
        this.checks = gate("checks", config.checks().concurrent(), config.checks(), call);
        this.writes = gate("writes", config.writes().concurrent(), config.writes(), call);
        this.tokens = gate("token", RENEWALS, config.reads(), config.token().call());
    }

    /** Reads for which an issuer waits pass beside all others: reads for display must not hold up issuing. */
    CallGuard reads(CallPurpose purpose) {
        return purpose == CallPurpose.ISSUING ? checks : reads;
    }

    /** A display session is for a viewer, whatever the caller's role. */
    CallGuard sessions() {
        return reads;
    }

    CallGuard writes() {
        return writes;
    }

    CallGuard tokens() {
        return tokens;
    }

    @Produces
    @Singleton
    static Pauses pauses() {
        return length -> Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .onExecutor(Infrastructure.getDefaultWorkerPool())
                .by(length);
    }

    private CallGuard gate(String group, int concurrent, UqpayConfig.GroupConfig limits, Duration call) {
        Guard guard = guard(group, concurrent, limits, call);
        return one -> meters.noted(
                group,
                guard.get(failing(one, call), ANSWER)
                        .invoke(outages::answered)
                        .onFailure(CallGuards::left)
                        .invoke(outages::failed)
                        .onFailure(ServerError.class)
                        .recoverWithItem(error -> error.answer)
                        .invoke(answer -> AuditTrail.answered(answer.status())));
    }

    /** What was kept back here says nothing new about the way to UQPAY; nor does the client's end, when the replica stops. */
    static boolean left(Throwable failure) {
        return !(failure instanceof UqpayException
                || failure instanceof BulkheadException
                || failure instanceof CircuitBreakerOpenException
                || isClosed(failure));
    }

    private static boolean isClosed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalStateException && CLOSED.equals(cause.getMessage())) {
                return true;
            }
        }
        return false;
    }

    private Guard guard(String group, int concurrent, UqpayConfig.GroupConfig limits, Duration call) {
        return Guard.create()
                .withDescription("uqpay-" + group)
                .withCircuitBreaker()
                .name("uqpay-" + group)
                .onStateChange(meters.circuit(group))
                .skipOn(List.of(BulkheadException.class, UqpayException.class))
                .requestVolumeThreshold(limits.volume())
                .failureRatio(limits.failureRatio())
                .delay(limits.pause().toMillis(), ChronoUnit.MILLIS)
                .done()
                .withTimeout()
                .duration(call.toMillis(), ChronoUnit.MILLIS)
                .done()
                .withBulkhead()
                .limit(concurrent)
                .queueSize(concurrent)
                .done()
                .build();
    }

    /**
     * The guard's time-out ends the wait alone: an answer that trickles in would keep its place in the bulkhead, and its
     * connection, for as long as it likes. So the call is called off as well.
     */
    private static Supplier<Uni<Answer>> failing(Supplier<Uni<Answer>> call, Duration within) {
        return () -> call.get()
                .ifNoItem()
                .after(within)
                .failWith(() -> new TimeoutException("no whole answer in time"))
                .onItem()
                .transformToUni(answer -> answer.status() >= SERVER_ERROR
                        ? Uni.createFrom().failure(new ServerError(answer))
                        : Uni.createFrom().item(answer));
    }

    /** Makes a 5xx a failure for the circuit breaker and the log of outages; for all others it is an answer. */
    private static final class ServerError extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Answer answer;

        ServerError(Answer answer) {
            super("status " + answer.status(), null, false, false);
            this.answer = answer;
        }
    }
}
