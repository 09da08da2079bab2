package dev.cardwire.uqpay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.cluster.CallPurpose;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * UQPAY's card issuing, typed. Every method fails only with a {@link UqpayFailure}. Writes end in an acceptance, {@link
 * UqpayRefused}, {@link UqpayNotSent} or {@link UqpayInDoubt}; reads in an answer, {@link UqpayRefused}, {@link
 * UqpayNotSent} or {@link UqpayUnavailable}.
 */
@ApplicationScoped
public class Uqpay {

    /** Every product of the account. */
    public Uni<List<UqpayProduct>> products() {
        throw new UnsupportedOperationException();
    }

    /**
     * One page of cardholders, newest first.
     *
     * @param page from 1
     * @param size 10 to 100
     */
    public Uni<UqpayPage<UqpayCardholder>> cardholders(int page, int size, @Nullable String status) {
        throw new UnsupportedOperationException();
    }

    public Uni<UqpayCardholder> cardholder(UUID cardholderId) {
        throw new UnsupportedOperationException();
    }

    public Uni<UqpayCardholder> createCardholder(ObjectNode body, UqpayCall call) {
        throw new UnsupportedOperationException();
    }

    /** The issuing balance of every currency. */
    public Uni<List<UqpayBalance>> balances() {
        throw new UnsupportedOperationException();
    }

    public Uni<UqpayAcceptance> createCard(ObjectNode body, UqpayCall call) {
        throw new UnsupportedOperationException();
    }

    public Uni<UqpayAcceptance> updateCard(UUID cardId, ObjectNode body, UqpayCall call) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param status {@code ACTIVE}, {@code FROZEN} or {@code CANCELLED}
     */
    public Uni<UqpayAcceptance> changeStatus(UUID cardId, String status, @Nullable String reason, UqpayCall call) {
        throw new UnsupportedOperationException();
    }

    public Uni<UqpayAcceptance> recharge(UUID cardId, BigDecimal amount, UqpayCall call) {
        throw new UnsupportedOperationException();
    }

    public Uni<UqpayAcceptance> withdraw(UUID cardId, BigDecimal amount, UqpayCall call) {
        throw new UnsupportedOperationException();
    }

    public Uni<UqpayCard> card(UUID cardId, CallPurpose purpose) {
        throw new UnsupportedOperationException();
    }

    /** One page of cards, newest first; {@code page} from 1, {@code size} 10 to 100. */
    public Uni<UqpayPage<UqpayCard>> cards(int page, int size, UqpayCardFilter filter, CallPurpose purpose) {
        throw new UnsupportedOperationException();
    }

    public Uni<UqpayOrder> order(String cardOrderId, CallPurpose purpose) {
        throw new UnsupportedOperationException();
    }

    /** A new token each time, with a key of its own and never repeated: a replayed answer would be a used token. */
    public Uni<UqpayPanToken> panToken(UUID cardId) {
        throw new UnsupportedOperationException();
    }

    /** Where the token shows the card; to be handed out once and never logged. */
    public URI iframeUrl(UqpayPanToken token, UUID cardId, @Nullable String lang, boolean showCardholderName) {
        throw new UnsupportedOperationException();
    }
}
