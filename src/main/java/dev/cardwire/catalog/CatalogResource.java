// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.access.Roles;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.ListQuery;
import dev.cardwire.store.Page;
import dev.cardwire.uqpay.Uqpay;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a card can be issued from: products, cardholders, balances, as they stand at UQPAY. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ISSUER, Roles.VIEWER, Roles.OPERATOR})
class CatalogResource {

    private static final Set<String> FORMS = Set.of("VIR", "PHY");

    private final Catalog catalog;
    private final CardholderPages cardholders;
    private final Uqpay uqpay;

    CatalogResource(Catalog catalog, CardholderPages cardholders, Uqpay uqpay) {
        this.catalog = catalog;
        this.cardholders = cardholders;
        this.uqpay = uqpay;
    }

    @GET
    @Path("products")
    public Uni<Page<ProductView>> products(
            @QueryParam("card_form") @Nullable String form,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        CountedPage asked = CountedPage.of(limit, cursor);
        if (form != null && !FORMS.contains(form)) {
            throw ProblemException.validation("card_form", "must be VIR or PHY");
        }
        return catalog.products()
                .map(all -> asked.in(all.stream()
                        .filter(product -> form == null || product.offers(form))
                        .map(ProductView::of)
                        .toList()));
    }

    @GET
    @Path("cardholders")
    public Uni<Page<CardholderView>> cardholders(
            @QueryParam("cardholder_status") @Nullable String status,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return cardholders.page(status, CountedPage.of(limit, cursor));
    }

    @GET
    @Path("cardholders/{cardholder_id}")
    public Uni<CardholderView> cardholder(@PathParam("cardholder_id") String id) {
        return uqpay.cardholder(ListQuery.pathId(id, "cardholder"), CallPurpose.READ)
                .map(CardholderView::of)
                .onFailure(Catalog::isMissing)
                .transform(missing -> ProblemException.notFound("No cardholder has this id."));
    }

    @GET
    @Path("balances")
    public Uni<Page<Map<String, Object>>> balances(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        CountedPage asked = CountedPage.of(limit, cursor);
        return uqpay.balances(CallPurpose.READ)
                .map(all -> asked.in(all.stream().map(BalanceView::of).toList()));
    }
}
