// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.display;

import dev.cardwire.access.Roles;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayRefusedException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;

/** Orders, as they stand at UQPAY now. */
@Path("/v1/orders")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ISSUER, Roles.VIEWER, Roles.OPERATOR})
class OrderResource {

    /** UQPAY does not promise UUIDs; anything that could change the path of our own call is no order. */
    private static final Pattern ORDER_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Uqpay uqpay;

    OrderResource(Uqpay uqpay) {
        this.uqpay = uqpay;
    }

    @GET
    @Path("{card_order_id}")
    public Uni<OrderView> order(@PathParam("card_order_id") String id) {
        if (!ORDER_ID.matcher(id).matches()) {
            throw unknown();
        }
        return uqpay.order(id, CallPurpose.READ)
                .map(OrderView::of)
                // UQPAY answers 400 for what does not exist; on a read by id any refusal means that
                .onFailure(UqpayRefusedException.class)
                .transform(missing -> unknown());
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("No order has this id.");
    }
}
