package dev.cardwire.cluster;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Marks as keys that expire by themselves. */
@ApplicationScoped
class RedisSeenMarks implements SeenMarks {

    private final RedisLink redis;
    private final ClusterConfig.MarkConfig config;

    RedisSeenMarks(RedisLink redis, ClusterConfig config) {
        this.redis = redis;
        this.config = config.marks();
    }

    @Override
    public Uni<Optional<String>> digestOf(UUID eventId) {
        return redis.send(Command.GET, key(eventId))
                .map(answer -> Optional.ofNullable(answer).map(Object::toString))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    @Override
    public void mark(Map<UUID, String> digests) {
        List<Request> sets = new ArrayList<>(digests.size());
        digests.forEach((id, digest) -> sets.add(RedisLink.request(
                Command.SET, key(id), digest, "EX", config.life().toSeconds())));
        if (!sets.isEmpty()) {
            redis.batch(sets).subscribe().with(done -> {}, lostMarkOnlyCostsALook -> {});
        }
    }

    private String key(UUID eventId) {
        return redis.key("seen:" + eventId);
    }
}
