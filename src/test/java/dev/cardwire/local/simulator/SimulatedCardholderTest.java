// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.HOLDER;
import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.SINGLE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.RunningSimulator.Reply;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** uqpay/api.md 10.2: who a cardholder may be. */
class SimulatedCardholderTest {
    private static final String CHANGED = "cardholder.kyc.status_changed";

    private final RunningSimulator sim = new RunningSimulator();

    @AfterEach
    void stop() {
        sim.close();
    }

    private static String proof(String reference) {
        return "\"kyc_verification\":{\"method\":\"THIRD_PARTY\","
                + "\"kyc_proof\":{\"provider\":\"DIDIT\",\"reference_id\":\"" + reference + "\"}}";
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

    @Test
    void whatAThirdPartyCheckedPassesAtOnceAndSilently() {
        Reply made = create("81110001", proof("reference-1"));
        assertThat(made.at("cardholder_status")).isEqualTo("SUCCESS");
        assertThat(create("81110002", proof("reference-2").replace("DIDIT", "OTHER"))
                        .status())
                .isEqualTo(400);
        // an event that is sent in any case ends the wait: none came before it
        create("81110003", "\"gender\":\"OTHER\"");
        assertThat(sim.receiver.awaitOne(CHANGED).data().path("cardholder_id").asText())
                .isNotEqualTo(made.at("cardholder_id"));
    }

    @ParameterizedTest
    @CsvSource({"succeed, SUCCESS", "fail, FAILED"})
    void verificationEndsOnItsPage(String outcome, String status) {
        sim.behave("{\"kyc_delay_ms\":0,\"kyc_outcome\":\"" + outcome + "\"}");
        Reply made = create("81110001", "\"kyc_verification\":{\"method\":\"SUMSUB_REDIRECT\"}");
        assertThat(made.at("cardholder_status")).isEqualTo("INCOMPLETE");
        String page = URI.create(made.at("idv_verification_url")).getPath().substring("/simulator".length());
        assertThat(sim.send(sim.request(page).GET()).text()).contains("<button>");
        assertThat(sim.send(sim.request(page).POST(BodyPublishers.noBody())).status())
                .isEqualTo(200);
        JsonNode told = sim.receiver.awaitOne(CHANGED).data();
        assertThat(told.path("cardholder_status").asText()).isEqualTo(status);
        assertThat(told.path("idv_provider").asText()).isEqualTo("SUMSUB");
        assertThat(told.path("reason").asText().isEmpty()).isEqualTo(outcome.equals("succeed"));
        assertThat(sim.send(sim.request(page).POST(BodyPublishers.noBody())).status())
                .isEqualTo(404);
    }

    @Test
    void anUpdateCompletesWhatAProductRequires() {
        sim.behave("{\"kyc_delay_ms\":0}");
        String holder = create("81110001", "\"gender\":\"OTHER\"").at("cardholder_id");
        String card = cardRequest(SHARE, "").replace(HOLDER, holder);
        assertThat(sim.post("/issuing/cards", card).at("code")).isEqualTo("kyc_insufficient");
        String rest = "{\"nationality\":\"SG\",\"date_of_birth\":\"1990-01-01\",\"residential_address\":"
                + "{\"country\":\"SG\",\"city\":\"Singapore\",\"line1\":\"1 Example Street\"},"
                + "\"identity\":{\"type\":\"DRIVER_LICENSE\",\"number\":\"D1\",\"front_file\":\"AAAA\"}}";
        assertThat(sim.post("/issuing/cardholders/" + holder, rest).at("cardholder_status"))
                .isEqualTo("PENDING");
        sim.receiver.awaitType(CHANGED, 2);
        assertThat(sim.post("/issuing/cards", card).status()).isEqualTo(200);
    }

    @Test
    void noCardIsMadeForAPersonWhoHasToProveFirst() {
        Reply made = sim.post(
                "/issuing/cards",
                "{\"card_product_id\":\"" + SINGLE + "\",\"card_currency\":\"USD\",\"card_limit\":1,"
                        + "\"cardholder_required_fields\":{\"email\":\"n@example.com\",\"first_name\":\"Noa\","
                        + "\"last_name\":\"Lee\",\"country_code\":\"SG\",\"phone_number\":\"81110001\","
                        + "\"kyc_verification\":{\"method\":\"SUMSUB_REDIRECT\"}}}");
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.json().has("card_id")).isFalse();
        assertThat(made.at("cardholder_status")).isEqualTo("INCOMPLETE");
        assertThat(made.at("idv_verification_url")).contains("/simulator/idv/");
    }
}
