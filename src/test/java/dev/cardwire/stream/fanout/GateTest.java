// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {

    private final Gate gate = new Gate(1);
    private final List<String> begun = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();
    private final List<UniEmitter<? super String>> running = new ArrayList<>();

    @Test
    void letsTheNextOneInWhenOneEnds() {
        pass("first");
        pass("second");
        assertThat(begun).containsExactly("first");
        finish();
        assertThat(begun).containsExactly("first", "second");
        finish();
        assertThat(answered).containsExactly("first", "second");
    }

    @Test
    void asksNothingForThoseWhoLeftTheQueue() {
        pass("first");
        Cancellable gone = pass("gone");
        pass("last");
        gone.cancel();
        finish();
        assertThat(begun).containsExactly("first", "last");
    }

    @Test
    void goesOnWhenTheOneInsideIsNotWantedAnyMore() {
        Cancellable first = pass("first");
        pass("second");
        first.cancel();
        assertThat(begun).containsExactly("first");
        finish();
        assertThat(begun).containsExactly("first", "second");
        assertThat(answered).isEmpty();
    }

    @Test
    void getsThroughThousandsThatAllFailAtOnce() {
        pass("first");
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            gate.pass(() -> Uni.createFrom().failure(new IllegalStateException("planned")))
                    .subscribe()
                    .with(item -> {}, failures::add);
        }
        finish();
        assertThat(failures).hasSize(20_000);
        pass("next");
        assertThat(begun).containsExactly("first", "next");
    }

    @Test
    void staysOpenAfterAnActionThatThrows() {
        List<Throwable> failures = new ArrayList<>();
        gate.pass(() -> {
                    throw new IllegalStateException("planned");
                })
                .subscribe()
                .with(item -> {}, failures::add);
        assertThat(failures).hasSize(1);
        pass("next");
        assertThat(begun).containsExactly("next");
    }

    private Cancellable pass(String name) {
        return gate.pass(() -> Uni.createFrom().<String>emitter(emitter -> {
                    begun.add(name);
                    running.add(emitter);
                }))
                .map(done -> name)
                .subscribe()
                .with(answered::add);
    }

    private void finish() {
        running.remove(0).complete("done");
    }
}
