// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardFilter;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayPage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Vetoed;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** A UQPAY that lists the cards that a test wants and shows none of them by itself. */
@Vetoed
public final class ListedCards extends UnaskedUqpay {

    /** The pages that were asked for, in order. */
    public final List<Integer> asked = new CopyOnWriteArrayList<>();

    private final UqpayException single;
    private final IntFunction<Uni<UqpayPage<UqpayCard>>> pages;

    /**
     * @param single how each read of one card ends
     * @param pages the answer for a page's number
     */
    public ListedCards(UqpayException single, IntFunction<Uni<UqpayPage<UqpayCard>>> pages) {
        this.single = single;
        this.pages = pages;
    }

    /** A page as it comes without totals. */
    public static UqpayPage<UqpayCard> page(UqpayCard... cards) {
        return new UqpayPage<>(List.of(cards), 0, 0);
    }

    @Override
    public Uni<UqpayPage<UqpayCard>> cards(int page, int size, UqpayCardFilter filter, CallPurpose purpose) {
        return Uni.createFrom().deferred(() -> {
            asked.add(page);
            return pages.apply(page);
        });
    }

    @Override
    public Uni<UqpayCard> card(UUID cardId, CallPurpose purpose) {
        return Uni.createFrom().failure(single);
    }
}
