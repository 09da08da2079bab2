// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretStrengthTest {

    @Test
    void shortOnesAndRepeatedBytesAreWeak() {
        assertThat(SecretStrength.isWeak(new byte[0])).isTrue();
        assertThat(SecretStrength.isWeak(new byte[32])).isTrue();
        assertThat(SecretStrength.isWeak("x".repeat(64).getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(SecretStrength.isWeak("fifteen letters".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(SecretStrength.isWeak("sixteen letters!".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}
