// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.masking.OutageLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis. Every call has a time-out and a circuit breaker, because a stopped Redis accepts commands and never
 * answers; every key starts with the log's id, so that nothing outlives the database it was said about.
 */
@ApplicationScoped
class RedisLink {

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    /** A cold replica, or a pause of its own, lets some calls time out at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final TypeLiteral<Uni<@Nullable Response>> ONE = new TypeLiteral<>() {};
    private static final TypeLiteral<Uni<List<Response>>> MANY = new TypeLiteral<>() {};

    private final Redis redis;
    private final LogIdentity log;
    private final Guard guard;
    private final Counter failures;
    private final OutageLog outages;
    private volatile boolean stopping;

    RedisLink(Redis redis, LogIdentity log, ClusterConfig config, MeterRegistry metrics, InstantSource clock) {
        this.outages = OutageLog.ofLasting(PATIENCE, LOG, "calls to Redis", clock);
        this.redis = redis;
        this.log = log;
        this.failures = metrics.counter("cardwire.cluster.redis.failures");
        ClusterConfig.RedisConfig limits = config.redis();
        this.guard = Guard.create()
                .withDescription("redis")
                .withCircuitBreaker()
                .requestVolumeThreshold(limits.volume())
                .failureRatio(limits.failureRatio())
                .delay(limits.pause().toMillis(), ChronoUnit.MILLIS)
                .done()
                .withTimeout()
                .duration(limits.timeout().toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    String key(String rest) {
        return "cardwire:" + log.shortId() + ":" + rest;
    }

    /** One command; fails when Redis is gone, slow or left alone for now. */
    Uni<@Nullable Response> send(Command command, Object... arguments) {
        Request request = request(command, arguments);
        return counted(guard.get(() -> redis.send(request), ONE));
    }

    /** Several commands in one round trip, in order. */
    Uni<List<Response>> batch(List<Request> requests) {
        return counted(guard.get(() -> redis.batch(requests), MANY));
    }

    /** A connection of its own, for commands that block; the caller closes it. */
    Uni<RedisConnection> connect() {
        return redis.connect();
    }

    /** The client counts what Redis refuses, not what it never answers and what the circuit holds back: this does. */
    <T> Uni<T> counted(Uni<T> use) {
        return use.invoke(answer -> outages.answered()).onFailure().invoke(this::failed);
    }

    /** What the circuit holds back says nothing new, and what ends with this process is no outage. */
    private void failed(Throwable failure) {
        failures.increment();
        if (!stopping && !(failure instanceof CircuitBreakerOpenException)) {
            outages.failed(failure);
        }
    }

    /** From the first moment of the stop: the local build's Redis ends beside it. */
    void stop(@Observes ShutdownDelayInitiatedEvent stopping) {
        this.stopping = true;
    }

    static Request request(Command command, Object... arguments) {
        Request request = Request.cmd(command);
        for (Object argument : arguments) {
            request.arg(argument.toString());
        }
        return request;
    }
}
