// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cardwire.card.CardFacts;
import dev.cardwire.card.CardJson;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.lifecycle.EventTime;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.uqpay.UqpayCard;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A card that was read at UQPAY, as a report; shared by recovery and reconciliation. */
public final class CardReadReports {

    /** Our own word, in the place of UQPAY's. */
    private static final String NOT_FOUND = "NOT_FOUND";

    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    static {
        // the default one drops the zeros at the end of amounts
        JSON.setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
    }

    private CardReadReports() {}

    /**
     * What a read reports of a card.
     *
     * @param cause what the read was made for
     * @param signalsSeen the card's counter before the read was sent; null when the card was not known then
     */
    public static CardReport report(UqpayCard card, ChangeCause cause, @Nullable Long signalsSeen) {
        return report(card, new CardReport.Source(cause, null, null, null), signalsSeen);
    }

    /** The same with everything that is known of who wanted it. */
    public static CardReport report(UqpayCard card, CardReport.Source source, @Nullable Long signalsSeen) {
        CardStatus status = CardStatus.of(card.cardStatus());
        CardSignal signal = status == null
                ? new CardSignal.Noted()
                : new CardSignal.ReadBack(status, EventTime.of(card.asOf()), signalsSeen);
        return new CardReport(card.cardId(), card.cardOrderId(), signal, facts(card), source);
    }

    /** UQPAY says that it knows no such card. */
    static CardReport missing(UUID cardId, CardSignal.NotFound signal) {
        return new CardReport(
                cardId,
                null,
                signal,
                CardFacts.builder().status(NOT_FOUND).build(),
                new CardReport.Source(ChangeCause.RECONCILIATION, null, null, null));
    }

    private static CardFacts facts(UqpayCard card) {
        return CardFacts.builder()
                .status(card.cardStatus())
                .asOf(EventTime.of(card.asOf()))
                .order(card.cardOrderId(), null)
                .tag(card.operationId().orElse(null))
                .number(card.cardNumber(), card.cardBin(), card.cardScheme())
                .kind(card.modeType(), upper(card.formFactor()), card.cardProductId())
                .money(card.cardCurrency(), card.cardLimit(), card.availableBalance())
                .cardholder(card.cardholderId())
                .controls(
                        CardJson.spendingControls(JSON.valueToTree(card.spendingControls())),
                        CardJson.object(JSON.valueToTree(card.riskControls())))
                .metadata(CardJson.metadata(card.metadata()))
                .usage(card.usageType())
                .failure(card.failureCode())
                .build();
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }
}
