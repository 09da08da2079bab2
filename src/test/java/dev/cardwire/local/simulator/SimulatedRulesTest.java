// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static dev.cardwire.local.simulator.RunningSimulator.DISABLED;
import static dev.cardwire.local.simulator.RunningSimulator.LIMIT_REQUIRED;
import static dev.cardwire.local.simulator.RunningSimulator.SHARE;
import static dev.cardwire.local.simulator.RunningSimulator.cardRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.local.simulator.RunningSimulator.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** uqpay/api.md 4, 5, 7, 10.2, 10.3: what UQPAY refuses, and in which words. */
class SimulatedRulesTest {
    private static final RunningSimulator SIM = new RunningSimulator();

    @AfterAll
    static void stop() {
        SIM.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"card_limit\":1.001|card_limit",
                "\"card_limit\":\"five\"|card_limit",
                "\"card_limit\":-0.01|card_limit",
                "\"card_limit\":1e999999|card_limit",
                "\"spending_controls\":[{\"amount\":0,\"interval\":\"PER_TRANSACTION\"}]|spending_controls[0].amount",
                "\"spending_controls\":[{\"amount\":1,\"interval\":\"DAILY\"}]|spending_controls[0].interval",
                "\"risk_controls\":{\"enable_3ds\":\"yes\"}|risk_controls.enable_3ds",
                "\"risk_controls\":{\"allowed_mcc\":[\"5734\"],\"blocked_mcc\":[\"6011\"]}|risk_controls.allowed_mcc",
                "\"metadata\":\"text\"|metadata",
                "\"usage_type\":\"ONE_TIME\"|auto_cancel_trigger",
                "\"usage_type\":\"OFTEN\"|usage_type",
                "\"name_on_card\":\"ABCDEFGHIJKLMNOPQRSTUVWXYZA\"|name_on_card",
            })
    void namesTheFieldThatBreaksARule(String more, String field) {
        Reply reply = SIM.post("/issuing/cards", cardRequest(SHARE, more));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("type")).isEqualTo("invalid_request_error");
        assertThat(reply.at("message")).startsWith(field);
    }

    @Test
    void countsMetadataInBytes() {
        String fits = "\"metadata\":{\"k\":\"" + "ü".repeat(1_596) + "\"}";
        String tooLong = "\"metadata\":{\"k\":\"" + "ü".repeat(1_597) + "\"}";
        String ofFourBytes = "\"metadata\":{\"k\":\"" + "😀".repeat(798) + "\"}";
        assertThat(SIM.post("/issuing/cards", cardRequest(SHARE, fits)).status())
                .isEqualTo(200);
        assertThat(SIM.post("/issuing/cards", cardRequest(SHARE, ofFourBytes)).status())
                .isEqualTo(200);
        assertThat(SIM.post("/issuing/cards", cardRequest(SHARE, tooLong)).at("message"))
                .startsWith("metadata");
    }

    @Test
    void knowsTheProductsAndTheirRules() {
        assertThat(SIM.post("/issuing/cards", cardRequest(DISABLED, "")).at("type"))
                .isEqualTo("account_error");
        assertThat(SIM.post("/issuing/cards", cardRequest(UUID.randomUUID().toString(), ""))
                        .at("type"))
                .isEqualTo("account_error");
        assertThat(SIM.post("/issuing/cards", cardRequest(LIMIT_REQUIRED, "")).at("message"))
                .startsWith("card_limit is required");
        assertThat(SIM.post("/issuing/cards", cardRequest(LIMIT_REQUIRED, "\"card_limit\":0.01"))
                        .status())
                .isEqualTo(200);
        assertThat(SIM.post("/issuing/cards", cardRequest(SHARE, "")).status()).isEqualTo(200);
    }

    @Test
    void aTriggerIsIgnoredOnANormalCard() {
        String more = "\"usage_type\":\"NORMAL\",\"auto_cancel_trigger\":\"ON_AUTH\"";
        assertThat(SIM.post("/issuing/cards", cardRequest(SHARE, more)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"3c9a6f17-58d2-4e0b-b6a4-90e17d2c8f35", "f41b7e90-2d6c-4a83-95f8-c7053ab1e62d"})
    void issuesOnlyToAnApprovedCardholder(String holder) {
        String body = cardRequest(SHARE, "").replace(RunningSimulator.HOLDER, holder);
        Reply reply = SIM.post("/issuing/cards", body);
        assertThat(reply.at("type")).isEqualTo("cardholder_error");
        assertThat(reply.at("code")).isEqualTo("kyc_insufficient");
        assertThat(reply.json().path("missing_fields").isArray()).isTrue();
    }

    @Test
    void eMailAndPhoneOfACardholderAreUnique() {
        String body = "{\"email\":\"%s\",\"first_name\":\"Mia\",\"last_name\":\"Goh\",\"country_code\":\"SG\","
                + "\"phone_number\":\"%s\",\"date_of_birth\":\"1990-01-01\"}";
        Reply made = SIM.post("/issuing/cardholders", String.format(body, "mia@example.com", "81110001"));
        assertThat(made.at("cardholder_status")).isEqualTo("SUCCESS");
        assertThat(SIM.post("/issuing/cardholders", String.format(body, "mia@example.com", "81110002"))
                        .at("type"))
                .isEqualTo("cardholder_error");
        assertThat(SIM.post("/issuing/cardholders", String.format(body, "mia2@example.com", "81110001"))
                        .at("type"))
                .isEqualTo("cardholder_error");
        Reply updated = SIM.post("/issuing/cardholders/" + made.at("cardholder_id"), "{\"phone_number\":\"81110003\"}");
        assertThat(updated.status()).isEqualTo(200);
        assertThat(SIM.receiver
                        .awaitOne("cardholder.updated")
                        .data()
                        .path("phone_number")
                        .asText())
                .isEqualTo("81110003");
        assertThat(SIM.post("/issuing/cardholders/" + made.at("cardholder_id"), "{\"first_name\":\"Eva\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void pagesAreCounted() {
        Reply page = SIM.get("/issuing/products?page_number=2&page_size=3");
        assertThat(page.json().path("total_items").asInt()).isEqualTo(4);
        assertThat(page.json().path("total_pages").asInt()).isEqualTo(2);
        assertThat(page.json().path("data")).hasSize(1);
    }

    @Test
    void aDeleteCarriesABody() {
        String card = SIM.activeCard(SHARE, "1");
        SIM.post(
                "/issuing/cards/" + card + "/risk", "{\"risk_control\":\"network_protection\",\"action_code\":\"04\"}");
        Reply off = SIM.send(SIM.call("/issuing/cards/" + card + "/risk")
                .header("x-idempotency-key", UUID.randomUUID().toString())
                .method("DELETE", BodyPublishers.ofString("{\"risk_control\":\"network_protection\"}")));
        assertThat(off.status()).isEqualTo(200);
        assertThat(off.json().path("enabled").asBoolean(true)).isFalse();
    }

    @Test
    void takesLargeBodiesWhateverTheyAreCalled() {
        String body =
                "{\"email\":\"big@example.com\",\"first_name\":\"Kim\",\"last_name\":\"Ho\",\"country_code\":\"SG\","
                        + "\"phone_number\":\"83330001\",\"document_type\":\"pdf\",\"document\":\""
                        + "A".repeat(2_800_000) + "\"}";
        Reply reply = SIM.send(SIM.call("/issuing/cardholders")
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .header("x-idempotency-key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body)));
        assertThat(reply.at("cardholder_status")).isEqualTo("SUCCESS");
    }

    @Test
    void aBodyThatIsNotJsonIsRefused() {
        assertThat(SIM.post("/issuing/cards", "{\"card_limit\":").status()).isEqualTo(400);
        assertThat(SIM.post("/issuing/cards", "[]").status()).isEqualTo(400);
    }
}
