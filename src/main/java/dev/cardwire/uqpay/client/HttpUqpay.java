// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.cluster.async.CallerContext;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayBalance;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardFilter;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayJson;
import dev.cardwire.uqpay.UqpayOrder;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayPanToken;
import dev.cardwire.uqpay.UqpayProduct;
import dev.cardwire.uqpay.UqpaySensitiveDetails;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link Uqpay} over HTTP. */
@ApplicationScoped
class HttpUqpay implements Uqpay {

    private static final String PRODUCTS = "products";
    private static final String CARDHOLDERS = "cardholders";
    private static final String CARDS = "cards";
    private static final String BALANCES = "balances";

    private static final int LARGEST_PAGE = 100;
    /** A list that is longer than this is not one of an account's balances. */
    private static final int MOST_PAGES = 20;

    private final Calls calls;
    private final UpstreamClock clock;
    private final String client;
    private final IframeUrls iframe;

    HttpUqpay(Calls calls, UqpayAccount account, UpstreamClock clock) {
        this.calls = calls;
        this.clock = clock;
        this.client = account.clientId();
        this.iframe = new IframeUrls(account.iframeUrl());
    }

    @Override
    public Uni<UqpayPage<UqpayProduct>> products(int page, int size, CallPurpose purpose) {
        return calls.read(
                purpose,
                (rest, token) -> rest.list(token, client, PRODUCTS, page, size, null, null, null),
                answer -> answer.as(body -> Decoder.page(body, Decoder::product)));
    }

    @Override
    public Uni<UqpayPage<UqpayCardholder>> cardholders(int page, int size, @Nullable String status) {
        return calls.read(
                CallPurpose.READ,
                (rest, token) -> rest.list(token, client, CARDHOLDERS, page, size, status, null, null),
                answer -> answer.as(body -> Decoder.page(body, Decoder::cardholder)));
    }

    @Override
    public Uni<UqpayCardholder> cardholder(UUID cardholderId, CallPurpose purpose) {
        return calls.read(
                purpose,
                (rest, token) -> rest.one(token, client, CARDHOLDERS, cardholderId.toString()),
                answer -> answer.as(Decoder::cardholder));
    }

    @Override
    public Uni<UqpayCardholder> createCardholder(ObjectNode body, UqpayCall call) {
        // documents make it up to 8 MiB, and writing that takes long enough to be felt on every stream
        return CallerContext.onWorker(() -> UqpayJson.write(body))
                .flatMap(bytes -> calls.write(
                        call,
                        (rest, token) -> rest.create(token, client, key(call), CARDHOLDERS, bytes),
                        answer -> answer.as(Decoder::cardholder)));
    }

    @Override
    public Uni<UqpayCardholder> updateCardholder(UUID cardholderId, ObjectNode body, UqpayCall call) {
        String id = cardholderId.toString();
        return CallerContext.onWorker(() -> UqpayJson.write(body))
                .flatMap(bytes -> calls.write(
                        call,
                        (rest, token) -> rest.update(token, client, key(call), CARDHOLDERS, id, bytes),
                        answer -> answer.as(Decoder::cardholder)));
    }

    @Override
    public Uni<List<UqpayBalance>> balances(CallPurpose purpose) {
        return pagesOf(BALANCES, purpose, 1, new ArrayList<>(), Decoder::balance);
    }

    @Override
    public Uni<UqpayAcceptance> createCard(ObjectNode body, UqpayCall call) {
        byte[] bytes = UqpayJson.write(body);
        return calls.write(
                call,
                (rest, token) -> rest.create(token, client, key(call), CARDS, bytes),
                answer -> answer.as(Decoder::newCard));
    }

    @Override
    public Uni<UqpayAcceptance> updateCard(UUID cardId, ObjectNode body, UqpayCall call) {
        byte[] bytes = UqpayJson.write(body);
        return calls.write(
                call,
                (rest, token) -> rest.update(token, client, key(call), CARDS, cardId.toString(), bytes),
                answer -> answer.as(Decoder::change));
    }

    @Override
    public Uni<UqpayAcceptance> act(UUID cardId, String verb, ObjectNode body, UqpayCall call) {
        byte[] bytes = UqpayJson.write(body);
        return calls.write(
                call,
                (rest, token) -> rest.act(token, client, key(call), cardId.toString(), verb, bytes),
                answer -> answer.as(Decoder::change));
    }

    @Override
    public Uni<UqpayCard> card(UUID cardId, CallPurpose purpose) {
        return calls.read(
                purpose,
                (rest, token) -> rest.one(token, client, CARDS, cardId.toString()),
                answer -> answer.as(body -> CardDecoder.card(body, clock.at(answer.sentAt()))));
    }

    @Override
    public Uni<UqpayPage<UqpayCard>> cards(int page, int size, UqpayCardFilter filter, CallPurpose purpose) {
        UUID holder = filter.cardholderId();
        String cardholderId = holder == null ? null : holder.toString();
        RestCall list =
                (rest, token) -> rest.list(token, client, CARDS, page, size, null, filter.cardStatus(), cardholderId);
        Function<Answer, @Nullable UqpayPage<UqpayCard>> decoder = answer ->
                answer.as(body -> Decoder.page(body, card -> CardDecoder.card(card, clock.at(answer.sentAt()))));
        return purpose == CallPurpose.SWEEP
                ? calls.readOnce(purpose, list, decoder)
                : calls.read(purpose, list, decoder);
    }

    @Override
    public Uni<UqpayOrder> order(String cardOrderId, CallPurpose purpose) {
        return calls.read(
                purpose, (rest, token) -> rest.order(token, client, cardOrderId), answer -> answer.as(Decoder::order));
    }

    @Override
    public Uni<UqpayPanToken> panToken(UUID cardId) {
        return calls.once(
                CallPurpose.ISSUING,
                (rest, token) ->
                        rest.act(token, client, UUID.randomUUID().toString(), cardId.toString(), "token", new byte[0]),
                answer -> answer.as(body -> Decoder.panToken(body, clock.now())));
    }

    @Override
    public Uni<UqpaySensitiveDetails> sensitiveDetails(UUID cardId) {
        return calls.once(
                CallPurpose.ISSUING,
                (rest, token) -> rest.secure(token, client, cardId.toString()),
                HttpUqpay::sensitiveDetails);
    }

    /** The bytes are erased when they are read, so that no judgement of the answer finds them. */
    private static @Nullable UqpaySensitiveDetails sensitiveDetails(Answer answer) {
        try {
            return answer.as(Decoder::sensitiveDetails);
        } finally {
            Arrays.fill(answer.body(), (byte) 0);
        }
    }

    @Override
    public URI iframeUrl(UqpayPanToken token, UUID cardId, @Nullable String lang, boolean showCardholderName) {
        return iframe.of(token, cardId, lang, showCardholderName);
    }

    private <T> Uni<List<T>> pagesOf(
            String list, CallPurpose purpose, int page, List<T> before, Function<JsonNode, @Nullable T> item) {
        return calls.read(
                        purpose,
                        (rest, token) -> rest.list(token, client, list, page, LARGEST_PAGE, null, null, null),
                        answer -> answer.as(body -> Decoder.page(body, item)))
                .chain(found -> {
                    before.addAll(found.items());
                    return found.isLast(page) || page == MOST_PAGES
                            ? Uni.createFrom().item(List.copyOf(before))
                            : pagesOf(list, purpose, page + 1, before, item);
                });
    }

    /** Lower case, as UUIDs print. */
    private static String key(UqpayCall call) {
        return call.upstreamKey().toString();
    }
}
