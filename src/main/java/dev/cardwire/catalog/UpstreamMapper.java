// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.problem.ProblemWriter;
import dev.cardwire.uqpay.UqpayException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Where a failure of UQPAY's becomes an answer, unless the story it came from made something else of it. */
class UpstreamMapper {

    private final ProblemWriter writer;

    UpstreamMapper(ProblemWriter writer) {
        this.writer = writer;
    }

    @ServerExceptionMapper
    Response upstream(UqpayException failure, RoutingContext request) {
        return writer.response(request, UpstreamProblems.of(failure));
    }
}
