// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** The token's copy as one key. */
@ApplicationScoped
class RedisTokenCopy implements TokenCopy {

    private final RedisLink redis;

    RedisTokenCopy(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public Uni<Optional<String>> read() {
        return redis.send(Command.GET, redis.key("token"))
                .map(answer -> Optional.ofNullable(answer).map(Object::toString))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    @Override
    public void keep(String sealed, Duration life) {
        if (life.toMillis() > 0) {
            redis.send(Command.SET, redis.key("token"), sealed, "PX", life.toMillis())
                    .subscribe()
                    .with(done -> {}, missingCopyOnlyCostsALook -> {});
        }
    }
}
