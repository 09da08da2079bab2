// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;

/** One request over the wire, given the client and the value of the token's header. */
@FunctionalInterface
interface RestCall {

    Uni<Response> over(UqpayRest rest, String tokenHeader);
}
