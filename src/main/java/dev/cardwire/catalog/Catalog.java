// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.cluster.async.SingleFlight;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayBalance;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayProduct;
import dev.cardwire.uqpay.UqpayRefusedException;
import dev.cardwire.uqpay.UqpayUnavailableException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What a card can be issued from, as UQPAY reports it. Cached for a short time, and a refusal for hardly any, because
 * callers wait for the product that was just enabled and the cardholder who just passed. Issuing reads with calls of its
 * own and does not wait for reads of other callers, not even for the same answer.
 */
@ApplicationScoped
public class Catalog {

    private static final int CARDHOLDERS_KEPT = 10_000;

    private final Uqpay uqpay;
    private final ListPages pages;
    private final InstantSource clock;
    private final CatalogConfig config;

    private final SingleFlight<CallPurpose, UqpayPage<UqpayProduct>> productReads = new SingleFlight<>();
    private final SingleFlight<UUID, Optional<UqpayCardholder>> holderReads = new SingleFlight<>();

    private volatile Kept<UqpayPage<UqpayProduct>> products =
            new Kept<>(new UqpayPage<>(List.of(), 1, 0), Instant.MIN, Instant.MIN);
    private final Map<UUID, Kept<UqpayCardholder>> holders = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Kept<UqpayCardholder>> eldest) {
            return size() > CARDHOLDERS_KEPT;
        }
    };

    /**
     * @param asOf when the answer was there
     */
    private record Kept<T>(T value, Instant asOf, Instant until) {}

    Catalog(Uqpay uqpay, ListPages pages, InstantSource clock, CatalogConfig config) {
        this.uqpay = uqpay;
        this.pages = pages;
        this.clock = clock;
        this.config = config;
    }

    /** All products for display, at most as old as the cache's time. */
    Uni<List<UqpayProduct>> products() {
        Kept<UqpayPage<UqpayProduct>> kept = products;
        return isFresh(kept)
                ? Uni.createFrom().item(kept.value().items())
                : readProducts(CallPurpose.READ).map(UqpayPage::items);
    }

    /**
     * A product to issue from that {@code fits}; asked for anew before it is said to be missing, unless that was just done.
     * Fails only with a {@link UqpayException}.
     */
    public Uni<Optional<UqpayProduct>> product(UUID id, Predicate<UqpayProduct> fits) {
        Kept<UqpayPage<UqpayProduct>> kept = products;
        Optional<UqpayProduct> known = isFresh(kept) ? byId(kept.value(), id) : Optional.empty();
        if (known.filter(fits).isPresent()) {
            return Uni.createFrom().item(known);
        }
        return isJustRead(kept)
                ? found(kept.value(), id)
                : readProducts(CallPurpose.ISSUING).flatMap(fresh -> found(fresh, id));
    }

    /** One that is not among those that could be read may be one of the others. */
    private static Uni<Optional<UqpayProduct>> found(UqpayPage<UqpayProduct> all, UUID id) {
        Optional<UqpayProduct> product = byId(all, id);
        return product.isEmpty() && all.unreadable() > 0
                ? Uni.createFrom().failure(new UqpayUnavailableException("a part of UQPAY's products cannot be read"))
                : Uni.createFrom().item(product);
    }

    private Uni<UqpayPage<UqpayProduct>> readProducts(CallPurpose purpose) {
        return productReads.join(purpose, () -> pages.<UqpayProduct>all(
                        ListPages.PRODUCTS, (number, size) -> uqpay.products(number, size, purpose))
                .invoke(fresh -> products = kept(fresh)));
    }

    private boolean isJustRead(Kept<?> kept) {
        return isFresh(kept) && kept.asOf().plus(config.refusalCache()).isAfter(clock.instant());
    }

    private boolean isFresh(Kept<?> kept) {
        return kept.until().isAfter(clock.instant());
    }

    /**
     * A cardholder to issue for; one that may be issued for is kept, any other is asked for anew. Fails only with a
     * {@link UqpayException}.
     */
    public Uni<Optional<UqpayCardholder>> cardholder(UUID id) {
        Kept<UqpayCardholder> kept;
        synchronized (holders) {
            kept = holders.get(id);
        }
        if (kept != null && isFresh(kept)) {
            return Uni.createFrom().item(Optional.of(kept.value()));
        }
        return holderReads.join(id, () -> uqpay.cardholder(id, CallPurpose.ISSUING)
                .invoke(this::keep)
                .map(Optional::of)
                .onFailure(Catalog::isMissing)
                .recoverWithItem(Optional.empty()));
    }

    /**
     * Whether a read by id was refused because nothing has the id: UQPAY answers 400 then, in words of the request or of the
     * thing ({@code uqpay/api.md} 5), and which code it gives is not known. Trouble with the account is none of it.
     */
    static boolean isMissing(Throwable failure) {
        return failure instanceof UqpayRefusedException refused
                && !refused.type().equals("account_error");
    }

    /** The issuing balances to issue from, never from a cache: money moves. Fails only with a {@link UqpayException}. */
    public Uni<List<UqpayBalance>> balances() {
        return uqpay.balances(CallPurpose.ISSUING);
    }

    private void keep(UqpayCardholder holder) {
        if ("SUCCESS".equals(holder.cardholderStatus())) {
            synchronized (holders) {
                holders.put(holder.cardholderId(), kept(holder));
            }
        }
    }

    private <T> Kept<T> kept(T value) {
        Instant now = clock.instant();
        return new Kept<>(value, now, now.plus(config.cache()));
    }

    private static Optional<UqpayProduct> byId(UqpayPage<UqpayProduct> all, UUID id) {
        return all.items().stream()
                .filter(product -> product.productId().equals(id))
                .findFirst();
    }
}
