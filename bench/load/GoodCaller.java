// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Issues cards, freezes and reads them, as the documents say, and expects each call to succeed. */
final class GoodCaller {

    private static final Pattern CARD_ID = Pattern.compile("\"card_id\":\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CARD = """
            {"cardholder_id":"25ea804d-7fd5-43d5-8792-0fc0214cdb2f",\
            "card_product_id":"467e993f-317a-49fc-9ea0-bf49de7d1f76","card_currency":"USD","card_limit":"10.00"}""";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final long pauseNanos;
    private final Set<String> issued = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> answers = new TreeMap<>();
    private final Latencies took = new Latencies();
    private int refused;

    GoodCaller(InetSocketAddress gateway, int pauseMillis) {
        base = "http://" + gateway.getHostString() + ":" + gateway.getPort();
        pauseNanos = pauseMillis * 1_000_000L;
    }

    boolean isContent() {
        return refused == 0 && !issued.isEmpty();
    }

    /** One card from issuing to reading it. */
    void call() {
        Matcher card = CARD_ID.matcher(send("issue", post("/v1/cards", CARD)));
        if (card.find()) {
            issued.add(card.group(1));
            send("read", to("/v1/cards/" + card.group(1)).GET().build());
        }
        send("list", to("/v1/cards?limit=20").GET().build());
        send("balances", to("/v1/balances").GET().build());
        LockSupport.parkNanos(pauseNanos);
    }

    /** Waits until every front-end has heard that each card is ACTIVE, for two minutes at most. */
    boolean settle(Collection<FrontEnd> frontEnds) {
        long end = System.nanoTime() + 120_000_000_000L;
        while (System.nanoTime() < end) {
            if (frontEnds.stream().allMatch(one -> one.heardOf(issued))) {
                return true;
            }
            LockSupport.parkNanos(100_000_000);
        }
        return false;
    }

    private String send(String what, HttpRequest request) {
        long since = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            took.add(System.nanoTime() - since);
            boolean good = answer.statusCode() / 100 == 2;
            count(what + " " + answer.statusCode() + (good ? "" : " " + answer.body()), good);
            return answer.body();
        } catch (IOException failure) {
            count(what + " " + failure, false);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return "";
    }

    private void count(String answer, boolean good) {
        answers.merge(answer, 1, Integer::sum);
        refused += good ? 0 : 1;
    }

    private HttpRequest post(String path, String body) {
        return to(path).header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + Target.KEY);
    }

    @Override
    public String toString() {
        return answers + ", took " + took.summary();
    }
}
