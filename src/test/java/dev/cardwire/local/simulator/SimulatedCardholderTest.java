// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.local.simulator.RunningSimulator.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** uqpay/api.md 10.2: who a cardholder may be. */
class SimulatedCardholderTest {
    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    private static String proof(String reference) {
        return "\"kyc_verification\":{\"method\":\"THIRD_PARTY\","
                + "\"kyc_proof\":{\"provider\":\"OTHER\",\"reference_id\":\"" + reference + "\"}}";
    }

    private Reply create(String phone, String more) {
        return sim.post(
                "/issuing/cardholders",
                "{\"email\":\"" + phone + "@example.com\",\"first_name\":\"Noa\",\"last_name\":\"Lee\","
                        + "\"country_code\":\"SG\",\"phone_number\":\"" + phone + "\"," + more + "}");
    }

    @Test
    void aProofIsOnePersonsForEver() {
        String self = "/issuing/cardholders/"
                + create("81110001", proof("reference-1")).at("cardholder_id");
        Reply taken = create("81110002", proof("reference-1"));
        assertThat(taken.status()).isEqualTo(400);
        assertThat(taken.at("type")).isEqualTo("cardholder_error");
        assertThat(taken.at("message")).startsWith("kyc_verification.kyc_proof.reference_id");
        assertThat(sim.post(self, "{" + proof("reference-1") + "}").status()).isEqualTo(200);
        assertThat(sim.post(self, "{" + proof("reference-2") + "}").status()).isEqualTo(200);
        assertThat(create("81110002", proof("reference-1")).status()).isEqualTo(400);
        assertThat(create("81110002", proof("reference-3")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"country_code", "nationality"})
    void aCountryHasToExist(String field) {
        // Named twice, a field has its last value.
        Reply refused = create("81110001", "\"" + field + "\":\"ZZ\"");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("message")).startsWith(field);
        assertThat(create("81110001", "\"" + field + "\":\"DE\"").status()).isEqualTo(200);
    }
}
