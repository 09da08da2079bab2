// SPDX-License-Identifier: Apache-2.0
package load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Issues cards, at a rate or as fast as so many at once are answered, at the gateway or at the local UQPAY itself: a create
 * call with the same content. Prints how long an answer took; ends with 1 if one was not a success.
 */
public final class Issues {

    private static final String CARD = """
            {"cardholder_id":"25ea804d-7fd5-43d5-8792-0fc0214cdb2f",\
            "card_product_id":"467e993f-317a-49fc-9ea0-bf49de7d1f76","card_currency":"USD","card_limit":%s}""";
    private static final double NANOS = 1e9;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Integer> answers = new TreeMap<>();
    private final Latencies took = new Latencies();
    private final URI url;
    private final String[] headers;
    private final String keyHeader;
    private final String body;

    private Issues(Options options) {
        url = URI.create(options.text("url", "http://localhost:8080/v1/cards"));
        String token = options.text("uqpay-token", "");
        boolean direct = !token.isEmpty();
        headers = direct
                ? new String[] {"x-auth-token", "Bearer " + token, "Content-Type", "application/json"}
                : new String[] {"Authorization", "Bearer " + Target.KEY, "Content-Type", "application/json"};
        keyHeader = direct ? "x-idempotency-key" : "Idempotency-Key";
        body = CARD.formatted(direct ? "10" : "\"10.00\"");
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        Issues issues = new Issues(options);
        int count = options.number("cards", 1_000);
        int rate = options.number("rate", 0);
        long start = System.nanoTime();
        issues.run(count, rate, new Semaphore(options.number("at-once", 64)));
        double seconds = (System.nanoTime() - start) / NANOS;
        System.out.printf("%.0f a second, %s %s%n", count / seconds, issues.took.summary(), issues.answers);
        System.exit(issues.answers.keySet().stream().allMatch(status -> status.startsWith("2")) ? 0 : 1);
    }

    private void run(int count, int rate, Semaphore free) throws Exception {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (rate > 0) {
                LockSupport.parkNanos(start + (long) (i * NANOS / rate) - System.nanoTime());
            }
            free.acquire();
            all.add(issue().whenComplete((done, failure) -> free.release()));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
    }

    private CompletableFuture<Void> issue() {
        HttpRequest request = HttpRequest.newBuilder(url)
                .headers(headers)
                .header(keyHeader, UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long since = System.nanoTime();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenAccept(answer -> note(answer, since));
    }

    private synchronized void note(HttpResponse<String> answer, long since) {
        took.add(System.nanoTime() - since);
        answers.merge(Integer.toString(answer.statusCode()), 1, Integer::sum);
    }
}
