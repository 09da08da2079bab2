// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Delivers signed events and says what became of them: the outcome's word, the status, or that nothing was answered. */
public final class Sender {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore places;

    /** @param atOnce deliveries that may wait for their answers; the next one waits for a place */
    public Sender(int atOnce) {
        places = new Semaphore(atOnce);
    }

    public CompletableFuture<String> send(PackagedGateway gateway, String body) {
        return send(SignedEvents.delivery(gateway.url(), body));
    }

    public CompletableFuture<String> send(HttpRequest request) {
        places.acquireUninterruptibly();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .handle((answer, failure) -> failure == null ? outcome(answer) : "no answer")
                .whenComplete((done, failure) -> places.release());
    }

    /** How often each outcome came. */
    public static Map<String, Integer> count(List<CompletableFuture<String>> answers) {
        Map<String, Integer> outcomes = new TreeMap<>();
        new ArrayList<>(answers).forEach(answer -> outcomes.merge(answer.join(), 1, Integer::sum));
        return outcomes;
    }

    private static String outcome(HttpResponse<String> answer) {
        return answer.statusCode() == 200
                ? answer.body().replaceAll(".*\"outcome\":\"(\\w+)\".*", "$1")
                : Integer.toString(answer.statusCode());
    }
}
