// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Says that a connection is not to be used again after this answer. */
public final class ConnectionEnd {

    private ConnectionEnd() {}

    /** In HTTP/2 the header is a protocol error (RFC 9113, 8.2.2), and other streams share the connection. */
    public static void after(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }
}
