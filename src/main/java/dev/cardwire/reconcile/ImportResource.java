// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.access.Roles;
import dev.cardwire.audit.AuditTrail;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.ListQuery;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Starts imports and shows how they go on. */
@Path("/v1/cards/import")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class ImportResource {

    private final CardImport importer;
    private final Imports imports;

    ImportResource(CardImport importer, Imports imports) {
        this.importer = importer;
        this.imports = imports;
    }

    @POST
    @Cancellable(false)
    public Uni<Response> start() {
        return importer.start().invoke(AuditTrail::about).map(id -> Response.status(202)
                .header("Location", "/v1/cards/import/" + id)
                .entity(Map.of("import_id", id))
                .build());
    }

    @GET
    @Path("{import_id}")
    public Uni<ImportProgress> progress(@PathParam("import_id") String id) {
        return imports.find(ListQuery.pathId(id, "import")).map(found -> found.orElseThrow(ImportResource::unknown));
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("No import has this id.");
    }
}
