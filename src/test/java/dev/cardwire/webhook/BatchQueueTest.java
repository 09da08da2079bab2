// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchQueueTest {

    private final BatchQueue<Integer> queue = queue(Map.of());

    @Test
    void takesTheFirstAloneAndAtOnce() {
        add(1);
        assertThat(queue.next()).containsExactly(1);
        assertThat(queue.next()).isEmpty();
    }

    @Test
    void beginsAnotherOnlyForAsManyAsAreUnderWay() {
        add(1, 2, 3);
        assertThat(queue.next()).containsExactly(1, 2, 3);
        add(4, 5);
        assertThat(queue.next()).isEmpty();
        add(6);
        assertThat(queue.next()).containsExactly(4, 5, 6);
    }

    @Test
    void givesUpAllThatWaitAndNothingThatIsUnderWay() {
        add(1);
        queue.next();
        add(2, 3);
        assertThat(queue.abandon()).containsExactly(2, 3);
        assertThat(queue.size()).isZero();
        queue.done(1);
        assertThat(queue.next()).isEmpty();
        add(4);
        assertThat(queue.next()).containsExactly(4);
    }

    @Test
    void takesWhatWaitsWhenNothingIsUnderWayAnyMore() {
        add(1, 2, 3);
        queue.done(queue.next().size());
        add(4);
        assertThat(queue.next()).containsExactly(4);
    }

    @Test
    void comparesWithAllThatAreUnderWay() {
        BatchQueue<Integer> three = queue(Map.of("in-flight", "3"));
        fill(three, 1);
        three.next();
        fill(three, 1);
        three.next();
        fill(three, 1);
        assertThat(three.next()).isEmpty();
        three.done(1);
        assertThat(three.next()).hasSize(1);
    }

    @Test
    void hasNeverMoreUnderWayThanAllowed() {
        add(1);
        queue.next();
        add(2);
        assertThat(queue.next()).isNotEmpty();
        add(3, 4, 5);
        assertThat(queue.next()).isEmpty();
        queue.done(1);
        assertThat(queue.next()).containsExactly(3, 4, 5);
    }

    @Test
    void fullBatchIsWorthIt() {
        BatchQueue<Integer> small = queue(Map.of("size", "2"));
        fill(small, 5);
        assertThat(small.next()).hasSize(2);
        assertThat(small.next()).hasSize(2);
        small.done(2);
        assertThat(small.next()).isEmpty();
        small.done(2);
        assertThat(small.next()).hasSize(1);
    }

    @Test
    void refusesWhatFindsNoRoom() {
        BatchQueue<Integer> tiny = queue(Map.of("queue", "2"));
        fill(tiny, 2);
        assertThat(tiny.add(3)).isFalse();
        assertThat(tiny.size()).isEqualTo(2);
    }

    private void add(Integer... events) {
        List.of(events).forEach(event -> assertThat(queue.add(event)).isTrue());
    }

    private static void fill(BatchQueue<Integer> queue, int events) {
        for (int event = 0; event < events; event++) {
            assertThat(queue.add(event)).isTrue();
        }
    }

    private static BatchQueue<Integer> queue(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("cardwire.webhook.batch." + name, value));
        return new BatchQueue<>(Settings.of(WebhookConfig.class, named).batch());
    }
}
