// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The minute's calls as one hash in Redis with a counter per purpose. A call is counted first and checked afterwards,
 * so that replicas that ask at once can be refused together but never be granted too much.
 */
@ApplicationScoped
class RedisCallBudget implements CallBudget {

    private static final long MINUTE_MILLIS = 60_000;
    /** Longer than a minute, so that a replica whose clock is behind still finds the counter. */
    private static final int COUNTER_LIFE_SECONDS = 180;

    private final RedisLink redis;
    private final InstantSource clock;
    private final Replicas replicas;
    private final ClusterConfig.BudgetConfig budget;
    private final MinuteParts together;
    private long ownMinute;
    private final Map<CallPurpose, Integer> ownCounts = new EnumMap<>(CallPurpose.class);

    RedisCallBudget(RedisLink redis, InstantSource clock, Replicas replicas, ClusterConfig config) {
        this.redis = redis;
        this.clock = clock;
        this.replicas = replicas;
        this.budget = config.budget();
        this.together = new MinuteParts(budget.perMinute(), budget);
    }

    @Override
    public Uni<Boolean> take(CallPurpose purpose) {
        String key = key();
        List<Request> count = List.of(
                RedisLink.request(Command.HINCRBY, key, purpose, 1),
                RedisLink.request(Command.EXPIRE, key, COUNTER_LIFE_SECONDS),
                RedisLink.request(Command.HGETALL, key));
        return redis.batch(count)
                .map(answers -> together.allows(purpose, counts(answers.get(2))))
                .invoke(granted -> {
                    if (granted) {
                        takeOwn(purpose);
                    } else {
                        giveBack(key, purpose);
                    }
                })
                .onFailure()
                .recoverWithItem(() -> takeOwn(purpose));
    }

    @Override
    public Uni<Integer> left() {
        return redis.send(Command.HGETALL, key())
                .map(hash -> together.left(hash == null ? Map.of() : counts(hash)))
                .onFailure()
                .recoverWithItem(this::ownLeft);
    }

    @Override
    public Duration untilNextMinute() {
        return Duration.ofMillis(MINUTE_MILLIS - Math.floorMod(clock.millis(), MINUTE_MILLIS));
    }

    /** Counts here too, so that a Redis that goes in mid-minute does not make the minute start anew. */
    private synchronized boolean takeOwn(CallPurpose purpose) {
        long minute = minute();
        if (minute != ownMinute) {
            ownMinute = minute;
            ownCounts.clear();
        }
        ownCounts.merge(purpose, 1, Integer::sum);
        boolean granted = alone().allows(purpose, ownCounts);
        if (!granted) {
            ownCounts.merge(purpose, -1, Integer::sum);
        }
        return granted;
    }

    /** What this replica may call without asking the others. */
    private MinuteParts alone() {
        return new MinuteParts(Math.max(1, budget.perMinute() / replicas.running()), budget);
    }

    private synchronized int ownLeft() {
        return alone().left(minute() == ownMinute ? ownCounts : Map.of());
    }

    private String key() {
        return redis.key("calls:" + minute());
    }

    private void giveBack(String key, CallPurpose purpose) {
        redis.send(Command.HINCRBY, key, purpose, -1).subscribe().with(done -> {}, theMinuteEndsAnyway -> {});
    }

    private long minute() {
        return Math.floorDiv(clock.millis(), MINUTE_MILLIS);
    }

    private static Map<CallPurpose, Integer> counts(Response hash) {
        Map<CallPurpose, Integer> counts = new EnumMap<>(CallPurpose.class);
        for (CallPurpose purpose : CallPurpose.values()) {
            Response count = hash.get(purpose.name());
            if (count != null) {
                counts.put(purpose, count.toInteger());
            }
        }
        return counts;
    }
}
