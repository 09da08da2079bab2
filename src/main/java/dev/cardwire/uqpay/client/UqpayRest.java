// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * UQPAY's paths and headers ({@code uqpay/api.md} 2, 3, 9), and nothing of its bodies: an error may be HTML, invalid
 * JSON or any of several envelopes, so bytes are all that is asked for. {@code x-on-behalf-of} is not offered.
 */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface UqpayRest {

    String TOKEN = "x-auth-token";
    String CLIENT = "x-client-id";
    String API_KEY = "x-api-key";
    String IDEMPOTENCY_KEY = "x-idempotency-key";

    @POST
    @Path("connect/token")
    Uni<Response> token(@HeaderParam(CLIENT) String client, @HeaderParam(API_KEY) String key, byte[] body);

    @GET
    @Path("issuing/{list}")
    Uni<Response> list(
            @HeaderParam(TOKEN) String token,
            @HeaderParam(CLIENT) String client,
            @PathParam("list") String list,
            @QueryParam("page_number") int page,
            @QueryParam("page_size") int size,
            @QueryParam("cardholder_status") @Nullable String cardholderStatus,
            @QueryParam("card_status") @Nullable String cardStatus,
            @QueryParam("cardholder_id") @Nullable String cardholderId);

    @GET
    @Path("issuing/{list}/{id}")
    Uni<Response> one(
            @HeaderParam(TOKEN) String token,
            @HeaderParam(CLIENT) String client,
            @PathParam("list") String list,
            @PathParam("id") String id);

    @GET
    @Path("issuing/cards/{order}/order")
    Uni<Response> order(
            @HeaderParam(TOKEN) String token, @HeaderParam(CLIENT) String client, @PathParam("order") String order);

    @GET
    @Path("issuing/cards/{card}/secure")
    Uni<Response> secure(
            @HeaderParam(TOKEN) String token, @HeaderParam(CLIENT) String client, @PathParam("card") String card);

    @POST
    @Path("issuing/{list}")
    Uni<Response> create(
            @HeaderParam(TOKEN) String token,
            @HeaderParam(CLIENT) String client,
            @HeaderParam(IDEMPOTENCY_KEY) String key,
            @PathParam("list") String list,
            byte[] body);

    @POST
    @Path("issuing/{list}/{id}")
    Uni<Response> update(
            @HeaderParam(TOKEN) String token,
            @HeaderParam(CLIENT) String client,
            @HeaderParam(IDEMPOTENCY_KEY) String key,
            @PathParam("list") String list,
            @PathParam("id") String id,
            byte[] body);

    /** One of {@code status}, {@code recharge}, {@code withdraw}, {@code token}. */
    @POST
    @Path("issuing/cards/{card}/{verb}")
    Uni<Response> act(
            @HeaderParam(TOKEN) String token,
            @HeaderParam(CLIENT) String client,
            @HeaderParam(IDEMPOTENCY_KEY) String key,
            @PathParam("card") String card,
            @PathParam("verb") String verb,
            byte[] body);
}
