// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.cardholder.SimulatedCardholder;
import dev.cardwire.local.simulator.product.RequiredField;
import dev.cardwire.local.simulator.product.SimulatedProduct;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import java.util.List;
import java.util.Optional;

/** Who a card is for (uqpay/api.md 10.3), and whether enough is known of that person for the card's product. */
final class HolderRules {
    private static final String SUPPLEMENT = "cardholder_required_fields";

    private final Cardholders cardholders;

    HolderRules(Cardholders cardholders) {
        this.cardholders = cardholders;
    }

    /** The cardholder named, or in the one-step form the one that the request describes; completed by what it adds. */
    SimulatedCardholder holder(Fields ask, SimulatedProduct product) {
        Optional<String> id = ask.uuid("cardholder_id");
        Optional<Fields> supplement = ask.object(SUPPLEMENT);
        if (id.isEmpty()) {
            Fields person = supplement.orElseThrow(() -> ask.broken("cardholder_id", "is required"));
            mustKnow(missing(product, supplement, Optional.empty()));
            return cardholders.create(person);
        }
        SimulatedCardholder holder = cardholders.get(id.get());
        if (!holder.mayHaveCards()) {
            throw insufficient("cardholder status is " + holder.status(), List.of());
        }
        supplement.ifPresent(more -> cardholders.check(holder, more));
        mustKnow(missing(product, supplement, Optional.of(holder)));
        supplement.ifPresent(more -> cardholders.complete(holder, more));
        return holder;
    }

    private static List<RequiredField> missing(
            SimulatedProduct product, Optional<Fields> supplement, Optional<SimulatedCardholder> holder) {
        return product.requiredFields().stream()
                .filter(field ->
                        supplement.filter(more -> more.has(field.name())).isEmpty())
                .filter(field ->
                        holder.filter(known -> known.knows(field.name())).isEmpty())
                .toList();
    }

    private static void mustKnow(List<RequiredField> missing) {
        if (!missing.isEmpty()) {
            throw insufficient("the card product requires more data of the cardholder", missing);
        }
    }

    /** UQPAY wants to know more of a person; {@code missing} says what. */
    static Refusal insufficient(String message, List<RequiredField> missing) {
        ObjectNode refusal = Refusal.envelope("cardholder_error", "kyc_insufficient", message);
        refusal.set("missing_fields", RequiredField.view(missing));
        return new Refusal(Answer.json(400, refusal));
    }
}
