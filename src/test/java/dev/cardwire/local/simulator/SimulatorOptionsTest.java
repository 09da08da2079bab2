// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line of a simulator that runs alone takes. */
class SimulatorOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port=abc",
                "--port=",
                "--port=-1",
                "--port=65536",
                "--time-scale=x",
                "--time-scale=-1",
                "--time-scale=NaN",
                "--prot=1",
                "--port",
            })
    void namesTheArgumentItCannotTake(String argument) {
        assertThatThrownBy(() -> SimulatorOptions.of(argument))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(argument);
    }

    @Test
    void takesWhatIsGivenAndHasADefaultForTheRest() {
        SimulatorOptions options = SimulatorOptions.of("--port=0", "--time-scale=0.5");
        assertThat(options.port()).isZero();
        assertThat(options.settings().timeScale()).isEqualTo(0.5);
        assertThat(options.host()).isEqualTo("0.0.0.0");
        assertThat(options.settings().webhookUrl().get()).isEqualTo("http://localhost:8080/webhooks/uqpay");
        assertThat(options.settings().stateFile()).isEmpty();
    }
}
