// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.reading.CardReadReports;
import dev.cardwire.uqpay.client.ReadCards;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RiskControlsTest {

    private static final UUID CARD = UUID.fromString("c0cef051-29c5-4796-b86a-cd5b684bfad7");

    /** Else the card's version would grow with each event and each read, though nothing changed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "{\"enable_3ds\":\"Y\",\"allow_3ds_transactions\":\"N\"}",
                "{\"enable_3ds\":\" y \",\"allow_3ds_transactions\":null}",
                "{\"enable_3ds\":\"\",\"allow_3ds_transactions\":true}",
                "{\"allowed_mcc\":null,\"blocked_mcc\":[\"5999\",6011,null,\"\"]}",
                "{\"allowed_mcc\":[],\"blocked_mcc\":\"5999\"}",
                "{\"blocked_mcc\":[\"4012888888881881\",\"5999\"]}",
                "{\"allow_online_transactions\":\"Y\"}",
                "{\"enable_3ds\":\"Y\",\"allow_online_transactions\":true,\"allow_atm_transactions\":\"N\"}",
                "{\"enable_3ds\":\"Y\",\"allow_contactless_transactions\":\"Y\",\"not_known_today\":{\"a\":1}}"
            })
    void areTheSameInAnEventAndInARead(String controls) {
        assertThat(inEvent("\"risk_control\":" + controls)).isEqualTo(inRead("\"risk_controls\":" + controls));
    }

    @Test
    void keepWhatBothTell() {
        String told = """
                "risk_control":{"enable_3ds":"Y","allow_online_transactions":"Y","blocked_mcc":["5999"]}""";
        assertThat(inEvent(told)).isEqualTo("{\"blocked_mcc\":[\"5999\"],\"enable_3ds\":\"Y\"}");
    }

    @Test
    void areFoundUnderEitherName() {
        assertThat(inEvent("\"risk_control\":null,\"risk_controls\":{\"enable_3ds\":\"Y\"}"))
                .isEqualTo("{\"enable_3ds\":\"Y\"}");
    }

    private static @Nullable String inEvent(String controls) {
        String event = """
                {"event_id":"%s","event_type":"card.update.succeeded","event_name":"ISSUING",\
                "data":{"card_id":"%s",%s}}""".formatted(UUID.randomUUID(), CARD, controls);
        Envelope envelope =
                Envelope.read(event.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        return SignalTranslator.translate(EventType.of(envelope), envelope)
                .orElseThrow()
                .facts()
                .riskControls();
    }

    private static @Nullable String inRead(String controls) {
        String card = "{\"card_id\":\"%s\",%s}".formatted(CARD, controls);
        return CardReadReports.report(ReadCards.card(card, Instant.EPOCH), ChangeCause.RECONCILIATION, null)
                .facts()
                .riskControls();
    }
}
