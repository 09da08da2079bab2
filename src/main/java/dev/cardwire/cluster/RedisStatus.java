// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.status.PartReport;
import dev.cardwire.status.StatusSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether Redis answers; nothing is lost while it does not. */
@ApplicationScoped
class RedisStatus implements StatusSource {

    private final RedisLink redis;

    RedisStatus(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public String part() {
        return "redis";
    }

    @Override
    public Uni<PartReport> report() {
        return redis.send(Command.PING)
                .map(pong -> PartReport.ok("answers"))
                .onFailure()
                .recoverWithItem(failure -> PartReport.down("does not answer ("
                        + failure.getClass().getSimpleName()
                        + "): PostgreSQL does its work, and each replica keeps to its own share of the calls"));
    }
}
