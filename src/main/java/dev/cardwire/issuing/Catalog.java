package dev.cardwire.issuing;

import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayBalance;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayProduct;
import dev.cardwire.uqpay.UqpayRefused;
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
 * What a card can be issued from, as UQPAY tells it. Kept for a short time; a negative answer is never kept, because the
 * product that was just enabled and the cardholder who just passed are the ones that somebody is waiting for.
 */
@ApplicationScoped
class Catalog {

    private static final int CARDHOLDERS_KEPT = 10_000;

    private final Uqpay uqpay;
    private final InstantSource clock;
    private final IssuingConfig config;

    private final SingleFlight<String, List<UqpayProduct>> productReads = new SingleFlight<>();
    private final SingleFlight<UUID, Optional<UqpayCardholder>> holderReads = new SingleFlight<>();

    private volatile Kept<List<UqpayProduct>> products = new Kept<>(List.of(), Instant.MIN);
    private final Map<UUID, Kept<UqpayCardholder>> holders = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Kept<UqpayCardholder>> eldest) {
            return size() > CARDHOLDERS_KEPT;
        }
    };

    private record Kept<T>(T value, Instant until) {}

    Catalog(Uqpay uqpay, InstantSource clock, IssuingConfig config) {
        this.uqpay = uqpay;
        this.clock = clock;
        this.config = config;
    }

    /** All products, at most as old as the cache's time. */
    Uni<List<UqpayProduct>> products() {
        Kept<List<UqpayProduct>> kept = products;
        return isFresh(kept) ? Uni.createFrom().item(kept.value()) : readProducts();
    }

    /** A product that {@code fits}, asked for anew before it is said to be missing. */
    Uni<Optional<UqpayProduct>> product(UUID id, Predicate<UqpayProduct> fits) {
        Kept<List<UqpayProduct>> kept = products;
        Optional<UqpayProduct> known = isFresh(kept) ? byId(kept.value(), id).filter(fits) : Optional.empty();
        return known.isPresent() ? Uni.createFrom().item(known) : readProducts().map(fresh -> byId(fresh, id));
    }

    private Uni<List<UqpayProduct>> readProducts() {
        return productReads.join("all", () -> uqpay.products().invoke(fresh -> products = new Kept<>(fresh, until())));
    }

    private boolean isFresh(Kept<?> kept) {
        return kept.until().isAfter(clock.instant());
    }

    /** A cardholder; one that may be issued for is kept, any other is asked for anew. */
    Uni<Optional<UqpayCardholder>> cardholder(UUID id) {
        Kept<UqpayCardholder> kept;
        synchronized (holders) {
            kept = holders.get(id);
        }
        if (kept != null && isFresh(kept)) {
            return Uni.createFrom().item(Optional.of(kept.value()));
        }
        return holderReads.join(id, () -> uqpay.cardholder(id)
                .invoke(this::keep)
                .map(Optional::of)
                .onFailure(UqpayRefused.class)
                .recoverWithItem(Optional.empty()));
    }

    /** The issuing balances, never from a cache: money moves. */
    Uni<List<UqpayBalance>> balances() {
        return uqpay.balances();
    }

    private void keep(UqpayCardholder holder) {
        if ("SUCCESS".equals(holder.cardholderStatus())) {
            synchronized (holders) {
                holders.put(holder.cardholderId(), new Kept<>(holder, until()));
            }
        }
    }

    private Instant until() {
        return clock.instant().plus(config.cache());
    }

    private static Optional<UqpayProduct> byId(List<UqpayProduct> all, UUID id) {
        return all.stream().filter(product -> product.productId().equals(id)).findFirst();
    }
}
