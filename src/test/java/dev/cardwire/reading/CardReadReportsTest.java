// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.uqpay.client.ReadCards;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardReadReportsTest {

    @ParameterizedTest
    @ValueSource(strings = {"1000.00", "0.10", "100.030", "12345678901234567890.50"})
    void noDigitOfAnAmountIsLost(String amount) {
        for (String written : new String[] {amount, "\"" + amount + "\""}) {
            String card = """
                    {"card_id": "50418faa-57a8-4ce2-9157-621b00b13a3b", "card_status": "ACTIVE", "card_limit": %1$s,
                     "spending_controls": [{"amount": %1$s, "interval": "PER_TRANSACTION"}]}""".formatted(written);
            var facts = CardReadReports.report(ReadCards.card(card, Instant.EPOCH), ChangeCause.RECONCILIATION, null)
                    .facts();
            assertThat(facts.spendingControls()).contains("\"" + amount + "\"");
            assertThat(facts.cardLimit()).hasToString(amount);
        }
    }
}
