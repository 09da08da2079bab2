// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;

/** Makes the {@code type} of a problem a page that a person can read. */
@Path("/problems/{code}")
class ProblemPages {

    @GET
    @Produces(MediaType.TEXT_HTML)
    public String page(@PathParam("code") String word) {
        ProblemCode code = Arrays.stream(ProblemCode.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("No problem has this name."));
        return """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>%1$s</title>
                <h1>%1$s</h1><p>HTTP status %2$d. %3$s.</p><p>%4$s</p></html>
                """.formatted(
                        code.word(),
                        code.status(),
                        code.title(),
                        code.retryable()
                                ? "The same request can succeed later: wait as Retry-After says, then send it again with the same Idempotency-Key."
                                : "Sending the same request again will not help: detail and errors say what to change.");
    }
}
