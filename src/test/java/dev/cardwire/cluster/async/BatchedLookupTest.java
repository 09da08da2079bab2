// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchedLookupTest {

    private final List<List<String>> questions = new ArrayList<>();
    private final List<UniEmitter<? super List<Optional<String>>>> open = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final BatchedLookup lookups = new BatchedLookup(this::ask, 3);

    private Uni<List<Optional<String>>> ask(List<String> keys) {
        questions.add(keys);
        return Uni.createFrom().emitter(open::add);
    }

    private void lookUp(String key) {
        lookups.of(key).subscribe().with(found -> answers.add(key + "=" + found.orElse("?")), failure -> {
            throw new AssertionError(failure);
        });
    }

    private void answer() {
        int last = open.size() - 1;
        open.get(last)
                .complete(questions.get(last).stream()
                        .map(key -> key.equals("b") ? Optional.<String>empty() : Optional.of(key.toUpperCase()))
                        .toList());
    }

    @Test
    void collectsNobodyBeyondItsBound() {
        for (int i = 0; i < 26; i++) {
            lookUp("k" + i);
        }
        assertThat(answers).containsExactly("k25=?");
        assertThat(questions).hasSize(1);
    }

    @Test
    void gathersWhatIsAskedMeanwhile() {
        List.of("a", "b", "c", "d", "e").forEach(this::lookUp);
        assertThat(questions).containsExactly(List.of("a"));
        answer();
        assertThat(questions).containsExactly(List.of("a"), List.of("b", "c", "d"));
        answer();
        answer();
        assertThat(questions).hasSize(3);
        assertThat(answers).containsExactly("a=A", "b=?", "c=C", "d=D", "e=E");
    }

    @Test
    void knowsNothingWhenItCannotAsk() {
        List.of("a", "c", "d").forEach(this::lookUp);
        open.get(0).fail(new IllegalStateException("gone"));
        assertThat(answers).containsExactly("a=?");
        answer();
        assertThat(answers).containsExactly("a=?", "c=C", "d=D");
    }
}
