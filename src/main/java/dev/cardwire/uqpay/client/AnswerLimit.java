// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Calls off an answer that grows beyond what UQPAY's answers have: the REST client would gather any number of bytes. They
 * are counted as they come, because the length that an answer announces is only what its sender says.
 */
final class AnswerLimit implements Consumer<HttpClientRequest> {

    private final long one;
    private final long list;

    AnswerLimit(UqpayConfig.AnswerConfig config) {
        this.one = config.one().asLongValue();
        this.list = config.list().asLongValue();
    }

    @Override
    public void accept(HttpClientRequest request) {
        boolean isList =
                HttpMethod.GET.equals(request.getMethod()) && request.getURI().contains("page_number=");
        long most = isList ? list : one;
        // first in the row of those who wait for the answer: what follows adds a reader and does not replace this one
        request.response().onSuccess(response -> count(request, response, most));
    }

    private static void count(HttpClientRequest request, HttpClientResponse response, long most) {
        // not called off before its readers are there, who else would hear of it as of a broken connection
        response.handler(new Count(request, announced(response) > most ? 0 : most));
    }

    private static long announced(HttpClientResponse response) {
        String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length.trim());
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }

    /** The bytes of one answer so far. */
    private static final class Count implements Handler<Buffer> {

        private final HttpClientRequest request;
        private final long most;
        private long bytes;

        Count(HttpClientRequest request, long most) {
            this.request = request;
            this.most = most;
        }

        @Override
        public void handle(Buffer chunk) {
            bytes += chunk.length();
            if (bytes > most) {
                request.reset(0, new ExceededException());
            }
        }
    }

    /** An answer was not read to its end. */
    static final class ExceededException extends IOException {

        private static final long serialVersionUID = 1L;

        ExceededException() {
            super("the answer is too large");
        }
    }
}
