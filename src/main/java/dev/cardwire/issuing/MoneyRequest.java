// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.issuing.operation.OperationKind;
import dev.cardwire.issuing.operation.Story;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.uqpay.UqpayJson;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;

/**
 * A request to move money to a card or back from it ({@code uqpay/api.md} 10.8).
 *
 * @param shareToo whether a card that has no money of its own takes it too
 */
record MoneyRequest(BigDecimal amount, OperationKind way, boolean shareToo, FieldReader fields)
        implements CardChanger.Rules {

    private static final int MAX_DECIMALS = 2;

    /**
     * Reads the amount; zero stands for one that is noted as broken, and never leaves.
     *
     * @param shareRecharge whether SHARE cards can be recharged; nothing is ever withdrawn from them
     */
    static MoneyRequest read(ObjectNode json, OperationKind way, boolean shareRecharge) {
        FieldReader fields = new FieldReader(json);
        BigDecimal amount = fields.required("amount", fields.amount("amount"));
        if (amount != null && amount.signum() <= 0) {
            fields.reject("amount", "must be more than 0");
        } else if (amount != null && ControlRules.decimals(amount) > MAX_DECIMALS) {
            fields.reject("amount", "may have at most two decimal places");
        }
        fields.rejectUnknown();
        return new MoneyRequest(
                amount == null ? BigDecimal.ZERO : amount, way, shareRecharge && way == OperationKind.RECHARGE, fields);
    }

    @Override
    public void checkFields(CardSnapshot card) {
        String mode = card.modeType();
        // A mode that is not known yet is left to UQPAY to judge.
        if (mode != null && !mode.equals("SINGLE") && !(shareToo && mode.equals("SHARE"))) {
            fields.reject("amount", "can only be moved on a SINGLE card; the mode of this card is " + mode);
        }
        if ("ONE_TIME".equals(card.usageType())) {
            fields.reject("amount", "of a ONE_TIME card is fixed");
        }
        fields.throwIfBroken();
    }

    @Override
    public void checkStatus(Story.CardUse use) {
        CardSnapshot card = use.card();
        if (!from().contains(card.cardStatus())) {
            throw new ProblemException(
                    ProblemCode.CARD_STATE_CONFLICT,
                    "Money of a card that is " + card.cardStatus() + " cannot be moved this way.");
        }
    }

    ObjectNode body() {
        return UqpayJson.object().put("amount", amount);
    }

    private Set<CardStatus> from() {
        return way == OperationKind.RECHARGE
                ? EnumSet.of(CardStatus.ACTIVE)
                : EnumSet.of(CardStatus.ACTIVE, CardStatus.FROZEN);
    }
}
