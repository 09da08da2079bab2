// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.sensitive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cardwire.access.Roles;
import dev.cardwire.audit.AuditTrail;
import dev.cardwire.card.CardDirectory;
import dev.cardwire.cluster.async.CallerContext;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.RequestTrail;
import dev.cardwire.problem.request.ListQuery;
import dev.cardwire.problem.request.StrictJson;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayJson;
import dev.cardwire.uqpay.UqpaySensitiveDetails;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * What a card is paid with, for callers who are certified to hold it: read at UQPAY, encrypted to the caller's key and
 * forgotten. Nothing of it is in a field, a row, a span, a log line or a failure. Off unless it is switched on.
 */
@Path("/v1/cards")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RolesAllowed(Roles.SENSITIVE)
class SensitiveDetailsResource {

    /** Its buffers are not used again: they would hold the last number that was written. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                    .build())
            .build();

    private final CardDirectory directory;
    private final Uqpay uqpay;
    private final SensitiveConfig config;

    SensitiveDetailsResource(CardDirectory directory, Uqpay uqpay, SensitiveConfig config) {
        this.directory = directory;
        this.uqpay = uqpay;
        this.config = config;
    }

    /** A compact JWE. */
    @RegisterForReflection
    record Sealed(String jwe) {}

    @POST
    @Path("{card_id}/sensitive-details")
    @Cancellable(false)
    public Uni<Response> open(@PathParam("card_id") String id, byte @Nullable [] body) {
        if (!config.enabled()) {
            throw ProblemException.notFound("Sensitive details are switched off.");
        }
        UUID cardId = ListQuery.pathId(id, "card");
        RequestTrail.add(RequestTrail.CARD, cardId);
        SensitiveDetailsRequest request = SensitiveDetailsRequest.read(StrictJson.object(body));
        return directory
                .find(cardId)
                .map(card -> card.map(known -> request.checkedKey())
                        .orElseThrow(() -> ProblemException.notFound("No card has this id.")))
                .invoke(key -> AuditTrail.encryptedTo(key.thumbprint()))
                .flatMap(key -> uqpay.sensitiveDetails(cardId)
                        .flatMap(details -> CallerContext.onWorker(() -> encrypted(details, key))))
                .map(jwe -> Response.status(201).entity(new Sealed(jwe)).build());
    }

    private static String encrypted(UqpaySensitiveDetails details, CallerKey key) {
        byte[] plain = plain(details);
        try {
            return key.encrypt(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] plain(UqpaySensitiveDetails details) {
        try {
            return JSON.writeValueAsBytes(UqpayJson.object()
                    .put("card_number", details.cardNumber())
                    .put("expire_date", details.expireDate())
                    .put("cvv", details.cvv()));
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("a tree is always writable", cannotBe);
        }
    }
}
