// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayJson;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayProduct;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Vetoed;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A UQPAY whose one product and one cardholder come when the test wants. */
@Vetoed
public final class HeldReads extends UnaskedUqpay {

    /** What was asked for so far. */
    public final Set<String> asked = new TreeSet<>();

    private final CompletableFuture<UqpayPage<UqpayProduct>> products = new CompletableFuture<>();
    private final CompletableFuture<UqpayCardholder> holder = new CompletableFuture<>();

    public void tellProduct(String json) {
        products.complete(new UqpayPage<>(
                List.of(Objects.requireNonNull(Decoder.product(Objects.requireNonNull(UqpayJson.tree(json))))), 1, 1));
    }

    public void tellCardholder(String json) {
        holder.complete(Objects.requireNonNull(Decoder.cardholder(Objects.requireNonNull(UqpayJson.tree(json)))));
    }

    @Override
    public Uni<UqpayPage<UqpayProduct>> products(int page, int size, CallPurpose purpose) {
        asked.add("products");
        return Uni.createFrom().completionStage(products);
    }

    @Override
    public Uni<UqpayCardholder> cardholder(UUID cardholderId, CallPurpose purpose) {
        asked.add("cardholder");
        return Uni.createFrom().completionStage(holder);
    }
}
