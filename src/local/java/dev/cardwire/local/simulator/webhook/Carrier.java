// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Posts one body and reports what came back; never fails, a failure is a result as well. */
final class Carrier {
    private static final int CONNECTIONS = 128;
    private static final int ANSWER_KEPT = 200;

    private final Vertx vertx;
    private final InstantSource clock;
    private final HttpClient client;

    Carrier(Vertx vertx, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAliveTimeout(10)
                        .setTrustAll(true)
                        .setVerifyHost(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    CompletionStage<Attempt> post(String url, Map<String, String> headers, byte[] body, long deadlineMillis) {
        Instant at = clock.instant();
        Promise<Attempt> result = Promise.promise();
        try {
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setAbsoluteURI(url)
                    .setConnectTimeout(deadlineMillis);
            client.request(options)
                    .compose(request -> exchange(request, headers, body, deadlineMillis, at))
                    .onSuccess(result::tryComplete)
                    .onFailure(failure -> result.tryComplete(failed(at, failure)));
        } catch (RuntimeException notAUrl) {
            result.tryComplete(failed(at, notAUrl));
        }
        return result.future().toCompletionStage();
    }

    private Future<Attempt> exchange(
            HttpClientRequest request, Map<String, String> headers, byte[] body, long deadlineMillis, Instant at) {
        // The deadline starts here, not in the queue for a connection: the receiver must not pay for our crowd.
        long alarm =
                vertx.setTimer(deadlineMillis, id -> request.reset(0, new IllegalStateException("no answer in time")));
        headers.forEach(request::putHeader);
        return request.send(Buffer.buffer(body))
                .compose(response ->
                        response.body().map(text -> new Attempt(at, response.statusCode(), beginning(text), null)))
                .onComplete(done -> vertx.cancelTimer(alarm));
    }

    private static String beginning(Buffer text) {
        return text.getString(0, Math.min(text.length(), ANSWER_KEPT));
    }

    private static Attempt failed(Instant at, Throwable failure) {
        String message = failure.getMessage();
        return new Attempt(at, null, null, message == null ? failure.getClass().getSimpleName() : message);
    }

    void close() {
        client.close();
    }
}
