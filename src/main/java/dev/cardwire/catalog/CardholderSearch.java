// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.search.Finding;
import dev.cardwire.search.FindingKind;
import dev.cardwire.search.SearchQuery;
import dev.cardwire.search.SearchSource;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCardholder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Finds a cardholder without a card here, at UQPAY. A search waits no longer for it than for any other source: a UQPAY
 * that is away or slow finds nobody.
 */
@ApplicationScoped
class CardholderSearch implements SearchSource {

    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Uqpay uqpay;

    CardholderSearch(Uqpay uqpay) {
        this.uqpay = uqpay;
    }

    @Override
    public boolean asksUqpay() {
        return true;
    }

    @Override
    public Uni<List<Finding>> find(SearchQuery query) {
        return query.id() == null
                ? Uni.createFrom().item(List.of())
                : uqpay.cardholder(query.id(), CallPurpose.READ)
                        .map(holder -> List.of(finding(holder)))
                        .ifNoItem()
                        .after(LONGEST)
                        .recoverWithItem(List.of())
                        .onFailure()
                        .recoverWithItem(List.of());
    }

    private static Finding finding(UqpayCardholder holder) {
        return new Finding(
                FindingKind.CARDHOLDER,
                holder.cardholderId(),
                Objects.requireNonNullElse(holder.cardholderStatus(), "at UQPAY"),
                "/v1/cardholders/" + holder.cardholderId(),
                Objects.requireNonNullElse(holder.createTime(), Instant.EPOCH));
    }
}
