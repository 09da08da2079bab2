// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.issuing.operation.Claims;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.KeyedWrites;
import dev.cardwire.issuing.operation.Operations;
import dev.cardwire.issuing.operation.UpstreamWrite;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayCardholder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/** A caller asks for a cardholder: the same life as issuing, without a row of our own at its end. */
@ApplicationScoped
class CardholderMaker {

    /** UQPAY is in Singapore ({@code uqpay/api.md} 4.1). */
    private static final ZoneOffset HOME = ZoneOffset.ofHours(8);

    private final KeyedWrites writes;
    private final Claims claims;
    private final Operations operations;
    private final UpstreamWrite upstream;
    private final Uqpay uqpay;
    private final InstantSource clock;

    CardholderMaker(
            KeyedWrites writes,
            Claims claims,
            Operations operations,
            UpstreamWrite upstream,
            Uqpay uqpay,
            InstantSource clock) {
        this.writes = writes;
        this.claims = claims;
        this.operations = operations;
        this.upstream = upstream;
        this.uqpay = uqpay;
        this.clock = clock;
    }

    /** What is asked for, read and checked. */
    record Wish(Intent intent, CardholderRequest request) {}

    /** Takes long for a large body. */
    Wish read(Intent intent) {
        return new Wish(intent, CardholderRequest.read(intent.body(), LocalDate.ofInstant(clock.instant(), HOME)));
    }

    /** Creates a cardholder once per key of the caller. */
    Uni<KeyedWrites.Answered> make(Wish wish) {
        CardholderRequest request = wish.request();
        return writes.once(claims.claim(wish.intent()), claim -> {
            request.fields().throwIfBroken();
            return upstream.carryOut(claim, request.body(), new Creation(claim.operationId(), request));
        });
    }

    private final class Creation implements UpstreamWrite.Story<UqpayCardholder> {

        private final UUID operationId;
        private final CardholderRequest request;

        Creation(UUID operationId, CardholderRequest request) {
            this.operationId = operationId;
            this.request = request;
        }

        @Override
        public Uni<UqpayCardholder> send(UqpayCall call) {
            return uqpay.createCardholder(request.body(), call);
        }

        /** Only ids and status are kept; the link to a person's verification is told once and not stored. */
        @Override
        public Uni<ObjectNode> keep(UqpayCardholder made) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            kept.put("operation_id", operationId.toString());
            kept.put("cardholder_id", made.cardholderId().toString());
            kept.put("cardholder_status", made.cardholderStatus());
            UqpayAcceptance acceptance = UqpayAcceptance.ofCardholder(made.cardholderId());
            return operations.accepted(operationId, acceptance, kept.toString()).replaceWith(() -> told(kept, made));
        }

        @Override
        public boolean isPersonal() {
            return true;
        }

        private static ObjectNode told(ObjectNode kept, UqpayCardholder made) {
            ObjectNode answer = kept.deepCopy();
            if (made.idvVerificationUrl() != null) {
                answer.put("idv_verification_url", made.idvVerificationUrl());
            }
            if (made.idvUrlExpiresAt() != null) {
                answer.put("idv_url_expires_at", made.idvUrlExpiresAt().toString());
            }
            return answer;
        }
    }
}
