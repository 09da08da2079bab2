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
        return kept.until().isAfter(clock.instant())
                ? Uni.createFrom().item(kept.value())
                : uqpay.products().invoke(fresh -> products = new Kept<>(fresh, until()));
    }

    /** A product that {@code fits}, asked for anew before it is said to be missing. */
    Uni<Optional<UqpayProduct>> product(UUID id, Predicate<UqpayProduct> fits) {
        return products().flatMap(known -> {
            Optional<UqpayProduct> found = byId(known, id);
            boolean fromCache = products.value() == known;
            if (found.filter(fits).isPresent() || !fromCache) {
                return Uni.createFrom().item(found);
            }
            return uqpay.products()
                    .invoke(fresh -> products = new Kept<>(fresh, until()))
                    .map(fresh -> byId(fresh, id));
        });
    }

    /** A cardholder; one that may be issued for is kept, any other is asked for anew. */
    Uni<Optional<UqpayCardholder>> cardholder(UUID id) {
        Kept<UqpayCardholder> kept;
        synchronized (holders) {
            kept = holders.get(id);
        }
        if (kept != null && kept.until().isAfter(clock.instant())) {
            return Uni.createFrom().item(Optional.of(kept.value()));
        }
        return uqpay.cardholder(id)
                .invoke(this::keep)
                .map(Optional::of)
                .onFailure(UqpayRefused.class)
                .recoverWithItem(Optional.empty());
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
