// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.cluster.async.CoalescedWork;
import dev.cardwire.cluster.async.PendingAcquisition;
import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Response;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;

/**
 * Rings here at once, and on the other replicas through a stream in Redis that each of them reads with a blocking
 * command on a connection of its own. A subscription would do the same with less, but it ends without a word when its
 * connection dies; a read that should have answered and did not is noticed.
 */
@ApplicationScoped
class RedisBell implements Bell {

    /** How much longer than asked a blocking read may take before its connection counts as dead. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final String BEFORE_ALL = "0-0";

    /** Who rang. Whoever rings has been woken already, so the echo of its own ring wakes nobody again. */
    private static final String RINGER = "r";

    private final String own = UUID.randomUUID().toString();

    private final RedisLink redis;
    private final ClusterConfig.BellConfig config;
    private final Listeners listeners;
    private final PendingAcquisition<RedisConnection> connections;
    private final CoalescedWork ringing = new CoalescedWork(this::ringOthers);
    private volatile boolean stopped;

    RedisBell(RedisLink redis, Listeners listeners, ClusterConfig config) {
        this.redis = redis;
        this.listeners = listeners;
        this.config = config.bell();
        this.connections = new PendingAcquisition<>(redis::connect);
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started) {
        listen();
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
    }

    @Override
    public void ring() {
        listeners.wake();
        ringing.request();
    }

    @Override
    public void onRing(Runnable listener) {
        listeners.add(listener);
    }

    private Uni<Void> ringOthers() {
        return redis.send(Command.XADD, key(), "MAXLEN", "~", config.kept(), "*", RINGER, own)
                .replaceWithVoid();
    }

    private String key() {
        return redis.key("bell");
    }

    /** Forever: connect, read until something breaks, wait, connect again. */
    private void listen() {
        if (stopped) {
            return;
        }
        redis.counted(connections.within(GRACE).chain(this::readUntilBroken))
                .onItemOrFailure()
                .transformToUni((ended, failure) ->
                        Uni.createFrom().voidItem().onItem().delayIt().by(config.retry()))
                .subscribe()
                .with(again -> listen());
    }

    private Uni<Void> readUntilBroken(RedisConnection connection) {
        return newest(connection, key())
                .invoke(listeners::wake) // rings may have been missed while there was no connection
                .chain(last -> read(connection, key(), last))
                .onTermination()
                .invoke(connection::closeAndForget);
    }

    private Uni<String> newest(RedisConnection connection, String key) {
        return bounded(connection.send(RedisLink.request(Command.XREVRANGE, key, "+", "-", "COUNT", 1)), Duration.ZERO)
                .map(entries -> entries == null || entries.size() == 0
                        ? BEFORE_ALL
                        : entries.get(0).get(0).toString());
    }

    /** Ends when the log gets another id, and with a failure when the connection breaks or falls silent. */
    private Uni<Void> read(RedisConnection connection, String key, String first) {
        String[] last = {first};
        return Uni.createFrom()
                .deferred(() -> bounded(
                        connection.send(RedisLink.request(
                                Command.XREAD, "BLOCK", config.block().toMillis(), "STREAMS", key, last[0])),
                        config.block()))
                .map(answer -> {
                    boolean rang = answer != null && answer.size() > 0;
                    if (rang) {
                        Response entries = entriesOf(answer, key);
                        last[0] = entries.get(entries.size() - 1).get(0).toString();
                        if (othersRang(entries)) {
                            listeners.wake();
                        }
                    }
                    return rang;
                })
                .repeat()
                .until(rang -> stopped || !key.equals(key()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static <T> Uni<T> bounded(Uni<T> command, Duration expected) {
        return command.ifNoItem().after(expected.plus(GRACE)).fail();
    }

    private boolean othersRang(Response entries) {
        for (Response entry : entries) {
            // an id, and the entry's one field with its value
            if (!own.equals(entry.get(1).get(1).toString())) {
                return true;
            }
        }
        return false;
    }

    /** The streams of an answer are pairs in the old protocol and a map in the new one. */
    private static Response entriesOf(Response answer, String key) {
        return answer.isMap() ? answer.get(key) : answer.get(0).get(1);
    }
}
