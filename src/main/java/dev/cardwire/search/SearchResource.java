// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.search;

import dev.cardwire.access.Roles;
import io.quarkus.arc.All;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what has an id, whatever it is the id of. */
@Path("/v1/search")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ISSUER, Roles.VIEWER, Roles.OPERATOR})
class SearchResource {

    private final List<SearchSource> here;
    private final List<SearchSource> atUqpay;
    private final SecurityIdentity caller;

    SearchResource(@All List<SearchSource> sources, SecurityIdentity caller) {
        this.here = sources.stream().filter(source -> !source.asksUqpay()).toList();
        this.atUqpay = sources.stream().filter(SearchSource::asksUqpay).toList();
        this.caller = caller;
    }

    @GET
    public Uni<Findings> search(@QueryParam("q") @Nullable String text) {
        SearchQuery query = SearchQuery.of(text, caller.getPrincipal().getName(), caller.hasRole(Roles.OPERATOR));
        return find(here, query)
                .flatMap(found -> found.isEmpty()
                        ? find(atUqpay, query)
                        : Uni.createFrom().item(found));
    }

    private static Uni<Findings> find(List<SearchSource> sources, SearchQuery query) {
        return Uni.join()
                .all(sources.stream().map(source -> source.find(query)).toList())
                .andFailFast()
                .map(Findings::of);
    }
}
