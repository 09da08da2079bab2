// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarkSealTest {

    private static final String DIGEST = "ab".repeat(32);

    private final MarkSeal seal = new MarkSeal(Optional.of("a secret of the installation"));

    @Test
    void opensWhatAReplicaWrote() {
        MarkSeal ofAnother = new MarkSeal(Optional.of("a secret of the installation"));
        assertThat(ofAnother.open("log:seen:1", seal.seal("log:seen:1", DIGEST)))
                .contains(DIGEST);
    }

    @Test
    void opensNothingElse() {
        String written = seal.seal("log:seen:1", DIGEST);
        assertThat(seal.open("log:seen:1", DIGEST))
                .as("a mark without a signature")
                .isEmpty();
        assertThat(seal.open("log:seen:2", written))
                .as("a mark of another event")
                .isEmpty();
        assertThat(seal.open("log:seen:1", written.replace("abab", "cdcd")))
                .as("another digest")
                .isEmpty();
        assertThat(new MarkSeal(Optional.of("another secret")).open("log:seen:1", written))
                .as("another secret")
                .isEmpty();
        assertThat(new MarkSeal(Optional.empty()).open("log:seen:1", written))
                .as("no secret")
                .isEmpty();
    }
}
