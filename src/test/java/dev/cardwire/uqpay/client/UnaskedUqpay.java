// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayBalance;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardFilter;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayOrder;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayPanToken;
import dev.cardwire.uqpay.UqpayProduct;
import dev.cardwire.uqpay.UqpaySensitiveDetails;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A UQPAY that fails the test whatever it is asked; tests override what they expect. */
public abstract class UnaskedUqpay implements Uqpay {

    @Override
    public Uni<UqpayPage<UqpayProduct>> products(int page, int size, CallPurpose purpose) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayPage<UqpayCardholder>> cardholders(int page, int size, @Nullable String status) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayCardholder> cardholder(UUID cardholderId, CallPurpose purpose) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayCardholder> createCardholder(ObjectNode body, UqpayCall call) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayCardholder> updateCardholder(UUID cardholderId, ObjectNode body, UqpayCall call) {
        throw unexpected();
    }

    @Override
    public Uni<List<UqpayBalance>> balances(CallPurpose purpose) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayAcceptance> createCard(ObjectNode body, UqpayCall call) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayAcceptance> updateCard(UUID cardId, ObjectNode body, UqpayCall call) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayAcceptance> act(UUID cardId, String verb, ObjectNode body, UqpayCall call) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayCard> card(UUID cardId, CallPurpose purpose) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayPage<UqpayCard>> cards(int page, int size, UqpayCardFilter filter, CallPurpose purpose) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayOrder> order(String cardOrderId, CallPurpose purpose) {
        throw unexpected();
    }

    @Override
    public Uni<UqpayPanToken> panToken(UUID cardId) {
        throw unexpected();
    }

    @Override
    public Uni<UqpaySensitiveDetails> sensitiveDetails(UUID cardId) {
        throw unexpected();
    }

    @Override
    public URI iframeUrl(UqpayPanToken token, UUID cardId, @Nullable String lang, boolean showCardholderName) {
        throw unexpected();
    }

    private static AssertionError unexpected() {
        return new AssertionError("the test expects no such call");
    }
}
