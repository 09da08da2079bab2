// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.card.CardFacts;
import dev.cardwire.card.CardJson;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.reading.CardReadReports;
import dev.cardwire.uqpay.UqpayCard;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a listed card has otherwise than the card that is known here; what the list does not name is no difference. */
enum CardDifference {
    NONE,
    /** Of the facts that are changed in UQPAY's dashboard, or by purchases. */
    FACTS,
    STATUS;

    private static final String NO_METADATA = "{}";

    static CardDifference between(UqpayCard there, @Nullable CardSnapshot here) {
        if (here == null || here.cardStatus().isFinal()) {
            return NONE;
        }
        CardStatus status = CardStatus.of(there.cardStatus());
        if (status != null && status != here.cardStatus()) {
            return STATUS;
        }
        CardFacts facts =
                CardReadReports.report(there, ChangeCause.RECONCILIATION, null).facts();
        boolean same = isSame(facts.cardLimit(), here.cardLimit())
                && isSame(facts.availableBalance(), here.availableBalance())
                && (facts.spendingControls() == null
                        || CardJson.sameControls(here.spendingControls(), facts.spendingControls()))
                && isSame(facts.riskControls(), here.riskControls())
                && (isSame(facts.metadata(), here.metadata())
                        || (here.metadata() == null && NO_METADATA.equals(facts.metadata())));
        return same ? NONE : FACTS;
    }

    private static boolean isSame(@Nullable BigDecimal there, @Nullable String here) {
        return there == null || (here != null && there.compareTo(new BigDecimal(here)) == 0);
    }

    private static boolean isSame(@Nullable String there, @Nullable String here) {
        return there == null || there.equals(here);
    }
}
