// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.uqpay.client.ReadCards;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardDifferenceTest {

    private static final UUID CARD = new UUID(1, 1);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "~\"card_status\":\"ACTIVE\"~, NONE",
                "~\"card_status\":\"FROZEN\",\"card_limit\":\"7\"~, STATUS",
                "~\"card_limit\":\"1000.00\"~, NONE",
                "~\"card_limit\":\"900\"~, FACTS",
                "~\"available_balance\":\"50\"~, NONE",
                "~\"available_balance\":\"49.99\"~, FACTS",
                "~\"spending_controls\":[{\"amount\":\"20.0\",\"interval\":\"PER_TRANSACTION\"}]~, NONE",
                "~\"spending_controls\":[{\"amount\":\"21\",\"interval\":\"PER_TRANSACTION\"}]~, FACTS",
                "~\"risk_controls\":{}~, NONE",
                "~\"risk_controls\":{\"enable_3ds\":\"N\"}~, FACTS",
                "~\"metadata\":\"{\\\"team\\\":\\\"a\\\"}\"~, NONE",
                "~\"metadata\":{\"team\":\"b\"}~, FACTS",
                "~\"metadata\":\"\"~, NONE"
            })
    void findsWhatTheListHasOtherwise(String listed, CardDifference difference) {
        assertThat(between(listed, CardStatus.ACTIVE)).isEqualTo(difference);
    }

    @Test
    void cardThatEndedOrIsNotKnownDiffersInNothing() {
        assertThat(between("\"card_status\":\"ACTIVE\",\"card_limit\":7", CardStatus.CANCELLED))
                .isEqualTo(CardDifference.NONE);
        assertThat(CardDifference.between(ReadCards.card("{\"card_id\":\"" + CARD + "\"}", Instant.EPOCH), null))
                .isEqualTo(CardDifference.NONE);
    }

    private static CardDifference between(String listed, CardStatus here) {
        String json = "{\"card_id\":\"" + CARD + "\"," + listed + "}";
        return CardDifference.between(ReadCards.card(json, Instant.EPOCH), known(here));
    }

    private static CardSnapshot known(CardStatus status) {
        return new CardSnapshot(
                CARD,
                null,
                status,
                null,
                1,
                null,
                null,
                null,
                null,
                null,
                "USD",
                "1000",
                "50",
                null,
                null,
                "[{\"amount\":\"20\",\"interval\":\"PER_TRANSACTION\"}]",
                "{\"enable_3ds\":\"Y\"}",
                "{\"team\":\"a\"}",
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
