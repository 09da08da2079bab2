package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardJson;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayCardholder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Objects;

/** Sends an operation's body to the call of its kind. */
@ApplicationScoped
class Resend {

    private final Uqpay uqpay;

    Resend(Uqpay uqpay) {
        this.uqpay = uqpay;
    }

    Uni<UqpayAcceptance> send(Operation operation, ObjectNode body, UqpayCall call) {
        return switch (operation.kind) {
            case ISSUE_CARD -> uqpay.createCard(body, call);
            case UPDATE_CARD -> uqpay.updateCard(Objects.requireNonNull(operation.cardId), body, call);
            case UPDATE_STATUS ->
                uqpay.changeStatus(
                        Objects.requireNonNull(operation.cardId),
                        body.path("card_status").asText(),
                        body.hasNonNull("update_reason")
                                ? body.path("update_reason").asText()
                                : null,
                        call);
            case RECHARGE -> uqpay.recharge(Objects.requireNonNull(operation.cardId), amount(body), call);
            case WITHDRAW -> uqpay.withdraw(Objects.requireNonNull(operation.cardId), amount(body), call);
            case CREATE_CARDHOLDER -> uqpay.createCardholder(body, call).map(Resend::acceptance);
        };
    }

    private static BigDecimal amount(ObjectNode body) {
        return Objects.requireNonNull(CardJson.decimal(body.get("amount")));
    }

    private static UqpayAcceptance acceptance(UqpayCardholder holder) {
        return new UqpayAcceptance(null, null, null, null, null, holder.cardholderId());
    }
}
