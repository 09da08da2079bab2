// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.cluster.async.BatchedLookup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Marks as keys that expire by themselves. */
@ApplicationScoped
class RedisSeenMarks implements SeenMarks {

    private final RedisLink redis;
    private final ClusterConfig.MarkConfig config;
    private final MarkSeal seal;
    private final BatchedLookup lookups;

    RedisSeenMarks(RedisLink redis, ClusterConfig config) {
        this.redis = redis;
        this.config = config.marks();
        this.seal = new MarkSeal(this.config.secret());
        this.lookups = new BatchedLookup(this::digests, this.config.batch());
    }

    @Override
    public Uni<Optional<String>> digestOf(UUID eventId) {
        String key = key(eventId);
        return lookups.of(key).map(found -> found.flatMap(stored -> seal.open(key, stored)));
    }

    private Uni<List<Optional<String>>> digests(List<String> keys) {
        return redis.send(Command.MGET, keys.toArray()).map(RedisSeenMarks::texts);
    }

    private static List<Optional<String>> texts(@Nullable Response found) {
        List<Optional<String>> texts = new ArrayList<>();
        if (found != null) {
            found.forEach(text -> texts.add(Optional.ofNullable(text).map(Response::toString)));
        }
        return texts;
    }

    @Override
    public void mark(Map<UUID, String> digests) {
        List<Request> sets = new ArrayList<>(digests.size());
        digests.forEach((id, digest) -> sets.add(set(key(id), digest)));
        if (!sets.isEmpty()) {
            redis.batch(sets).subscribe().with(done -> {}, lostMarkOnlyCostsALook -> {});
        }
    }

    private Request set(String key, String digest) {
        return RedisLink.request(
                Command.SET, key, seal.seal(key, digest), "EX", config.life().toSeconds());
    }

    private String key(UUID eventId) {
        return redis.key("seen:" + eventId);
    }
}
