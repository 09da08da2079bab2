// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.status;

import dev.cardwire.access.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** How the parts are, for operators. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class StatusResource {

    private final StatusBoard board;

    StatusResource(StatusBoard board) {
        this.board = board;
    }

    /** All parts; there are few, and there is no next page. */
    record Parts(List<PartStatus> data) {}

    @GET
    public Uni<Parts> status() {
        return board.parts().map(Parts::new);
    }
}
