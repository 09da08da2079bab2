// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.cluster.CallPurpose;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * UQPAY's card issuing, typed. Every method fails only with a {@link UqpayException}, on the Vert.x context it was called
 * on. Writes end in an acceptance, {@link UqpayRefusedException}, {@link UqpayNotSentException} or {@link UqpayInDoubtException}; reads in an
 * answer, {@link UqpayRefusedException}, {@link UqpayNotSentException} or {@link UqpayUnavailableException}.
 */
public interface Uqpay {

    /** One page of products, numbered and sized as those of cardholders are. */
    Uni<UqpayPage<UqpayProduct>> products(int page, int size, CallPurpose purpose);

    /**
     * One page of cardholders, newest first.
     *
     * @param page from 1
     * @param size 10 to 100, a multiple of 10
     */
    Uni<UqpayPage<UqpayCardholder>> cardholders(int page, int size, @Nullable String status);

    /** One cardholder. */
    Uni<UqpayCardholder> cardholder(UUID cardholderId, CallPurpose purpose);

    /** Creates a cardholder from a body of {@code uqpay/api.md} 10.2. */
    Uni<UqpayCardholder> createCardholder(ObjectNode body, UqpayCall call);

    /** Changes a cardholder by a body of {@code uqpay/api.md} 10.2; what is absent stays as it is. */
    Uni<UqpayCardholder> updateCardholder(UUID cardholderId, ObjectNode body, UqpayCall call);

    /** The issuing balance of every currency. */
    Uni<List<UqpayBalance>> balances(CallPurpose purpose);

    /** Issues a card from a body of {@code uqpay/api.md} 10.3. */
    Uni<UqpayAcceptance> createCard(ObjectNode body, UqpayCall call);

    /** Changes a card by a body of {@code uqpay/api.md} 10.5. */
    Uni<UqpayAcceptance> updateCard(UUID cardId, ObjectNode body, UqpayCall call);

    /**
     * One of the changes that are made by a verb.
     *
     * @param verb {@code status}, {@code recharge} or {@code withdraw}
     */
    Uni<UqpayAcceptance> act(UUID cardId, String verb, ObjectNode body, UqpayCall call);

    /** One card, as UQPAY shows it now. */
    Uni<UqpayCard> card(UUID cardId, CallPurpose purpose);

    /** One page of cards, newest first; {@code page} from 1, {@code size} 10 to 100. */
    Uni<UqpayPage<UqpayCard>> cards(int page, int size, UqpayCardFilter filter, CallPurpose purpose);

    /** One order; its id is the {@code card_order_id}, not the card's. */
    Uni<UqpayOrder> order(String cardOrderId, CallPurpose purpose);

    /** A new token each time, with a key of its own and never repeated: a replayed answer would be a used token. */
    Uni<UqpayPanToken> panToken(UUID cardId);

    /**
     * What a card is paid with, asked for once and never kept. UQPAY answers 403 to accounts without a licence for it, which
     * is {@link UqpayNotSentException.Reason#UNAUTHORIZED} here.
     */
    Uni<UqpaySensitiveDetails> sensitiveDetails(UUID cardId);

    /** Where the token shows the card; to be handed out once and never logged. */
    URI iframeUrl(UqpayPanToken token, UUID cardId, @Nullable String lang, boolean showCardholderName);
}
