// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The identity of the caller: what a front-end asks first, to offer no more than the caller may do. */
@Path("/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
class MeResource {

    private final SecurityIdentity caller;

    MeResource(SecurityIdentity caller) {
        this.caller = caller;
    }

    /**
     * @param expiresAt when the token ends; left out for a key
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Me(String name, List<String> roles, @Nullable Instant expiresAt) {}

    @GET
    public Me me() {
        return new Me(
                caller.getPrincipal().getName(),
                caller.getRoles().stream().sorted().toList(),
                caller.getAttribute(BearerMechanism.UNTIL));
    }
}
