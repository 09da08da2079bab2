// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoalescedWorkTest {

    private final List<UniEmitter<? super Void>> runs = new ArrayList<>();
    private final CoalescedWork coalesced =
            new CoalescedWork(() -> Uni.createFrom().emitter(runs::add));

    @Test
    void runsOnceMoreForAllThatCameMeanwhile() {
        for (int i = 0; i < 1_000; i++) {
            coalesced.request();
        }
        assertThat(runs).hasSize(1);
        runs.get(0).complete(null);
        assertThat(runs).hasSize(2);
        runs.get(1).complete(null);
        assertThat(runs).hasSize(2);
    }

    @Test
    void goesOnAfterAFailure() {
        coalesced.request();
        runs.get(0).fail(new IllegalStateException("Redis is gone"));
        coalesced.request();
        assertThat(runs).hasSize(2);
    }
}
