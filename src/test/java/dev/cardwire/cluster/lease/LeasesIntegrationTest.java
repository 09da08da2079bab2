// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalServers.class)
class LeasesIntegrationTest {

    @Inject
    Leases leases;

    @Inject
    Pool pool;

    @Test
    void letsOneReplicaAtATimeHoldALease() {
        Leases other = new PgLeases(pool);
        String name = UUID.randomUUID().toString();
        assertThat(wait(leases.hold(name, Duration.ofMinutes(1)))).isTrue();
        assertThat(wait(other.hold(name, Duration.ofMinutes(1)))).isFalse();
        assertThat(wait(leases.hold(name, Duration.ofMinutes(1)))).isTrue();
        wait(other.release(name));
        assertThat(wait(other.hold(name, Duration.ofMinutes(1)))).isFalse();
        wait(leases.release(name));
        assertThat(wait(other.hold(name, Duration.ofMillis(1)))).isTrue();
        await().until(() -> wait(leases.hold(name, Duration.ofMinutes(1))));
    }

    private static <T> T wait(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(10));
    }
}
