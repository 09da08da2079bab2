package dev.cardwire.issuing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.card.CardFacts;
import dev.cardwire.card.CardJson;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.CardSignal;
import dev.cardwire.card.CardStatus;
import dev.cardwire.card.ChangeCause;
import dev.cardwire.card.EventTime;
import dev.cardwire.uqpay.UqpayCard;
import java.util.UUID;

/** A card that an operator found at UQPAY, as a report that makes it known here. */
final class FoundCard {

    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private FoundCard() {}

    static CardReport report(UqpayCard card, UUID operationId) {
        CardStatus status = CardStatus.of(card.cardStatus());
        return new CardReport(
                card.cardId(),
                null,
                new CardSignal.ReadBack(status == null ? CardStatus.UNKNOWN : status, EventTime.of(card.asOf()), null),
                facts(card),
                new CardReport.Source(ChangeCause.OPERATOR, null, operationId, null));
    }

    private static CardFacts facts(UqpayCard card) {
        return CardFacts.builder()
                .status(card.cardStatus())
                .order(card.cardOrderId(), null)
                .number(card.cardNumber(), card.cardBin(), card.cardScheme())
                .kind(card.modeType(), card.formFactor(), card.cardProductId())
                .money(card.cardCurrency(), card.cardLimit(), card.availableBalance())
                .cardholder(card.cardholderId())
                .controls(
                        card.spendingControls() == null
                                ? null
                                : CardJson.spendingControls(JSON.valueToTree(card.spendingControls())),
                        card.riskControls() == null ? null : CardJson.object(JSON.valueToTree(card.riskControls())))
                .metadata(CardJson.metadata(card.metadata()))
                .usage(card.usageType())
                .failure(card.failureCode())
                .build();
    }
}
