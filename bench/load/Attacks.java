// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is thrown at a replica: by strangers without a key, by a caller that runs wild with a key of its own, and by
 * deliveries that are signed and absurd.
 */
final class Attacks {

    private static final int KIB = 1024;
    private static final String END = "\r\n\r\n";

    /** Connections that are never finished; the oldest makes room for the next. */
    private static final Deque<Intruder> HELD = new ArrayDeque<>();

    private static final int MOST_HELD = 400;

    private static final List<String> ODD_REQUESTS = List.of(
            "POST /v1/cards HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5" + END + "0" + END,
            "POST /v1/cards HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6" + END + "{}",
            "GET /v1/cards?cursor=%zz HTTP/1.1\r\nHost: a" + END,
            "GET /v1/cards/%00%ff%c0%80 HTTP/1.1\r\nHost: a" + END,
            "GET http://[ HTTP/1.1\r\nHost: a" + END,
            "GET /v1/\u0001\u0002 HTTP/1.1\r\nHost: a\u0000b" + END,
            "GET /v1/cards HTTP/1.0\r\nConnection: keep-alive" + END,
            "GET /v1/cards HTTP/9.9\r\nHost: a" + END,
            "PRI * HTTP/2.0" + END + "SM" + END,
            "GET /" + "a/".repeat(20 * KIB) + " HTTP/1.1\r\nHost: a" + END,
            "GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(40 * KIB) + END,
            "\u0016\u0003\u0001\u0002" + END);

    private final InetSocketAddress gateway;
    private final String wildKey;
    private final AtomicInteger number = new AtomicInteger();

    private Attacks(InetSocketAddress gateway, String wildKey) {
        this.gateway = gateway;
        this.wildKey = wildKey;
    }

    static List<Attack> all(InetSocketAddress gateway, String wildKey, int pauseMillis) {
        Attacks from = new Attacks(gateway, wildKey);
        return List.of(
                new Attack("made-up methods", pauseMillis, from::method),
                new Attack("made-up paths", pauseMillis, from::path),
                new Attack("odd requests", pauseMillis, from::oddRequest),
                new Attack("false tokens", pauseMillis, from::falseToken),
                new Attack("unfinished bodies", pauseMillis, from::unfinishedBody),
                new Attack("bodies of GET that trickle", 5L * pauseMillis, from::tricklingBody),
                new Attack("forged deliveries of digits", pauseMillis, from::forgedDelivery),
                new Attack("signed deliveries of digits", 10L * pauseMillis, from::signedDigits),
                new Attack("6 MiB of digits with a key", 20L * pauseMillis, from::largeDigits),
                new Attack("absurd exponents", pauseMillis, from::exponent),
                new Attack("card numbers as names", pauseMillis, from::cardNumberAsName),
                new Attack("garbage behind streams", 5L * pauseMillis, from::garbageBehindStream),
                new Attack("half a request behind streams", pauseMillis, from::halfRequestBehindStream),
                new Attack("streams that are not read", 10L * pauseMillis, from::unreadStream));
    }

    /** Ends what is still held. */
    static void letGo() throws IOException {
        synchronized (HELD) {
            for (Intruder intruder : HELD) {
                intruder.close();
            }
            HELD.clear();
        }
    }

    private String method() throws IOException {
        return answered("M" + number.incrementAndGet() + "X /v1/cards HTTP/1.1\r\nHost: a" + END);
    }

    private String path() throws IOException {
        return answered("GET /v1/cards/p" + number.incrementAndGet() + "/x HTTP/1.1\r\nHost: a" + END);
    }

    private String oddRequest() throws IOException {
        return answered(ODD_REQUESTS.get(number.incrementAndGet() % ODD_REQUESTS.size()));
    }

    private String falseToken() throws IOException {
        String token = "eyJhbGciOiJub25lIn0." + "e".repeat(number.incrementAndGet() % 8 * KIB) + ".x";
        return answered("GET /v1/cards HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + END);
    }

    private String unfinishedBody() throws IOException {
        String path = List.of("/webhooks/uqpay", "/nowhere", "/v1/cardholders").get(number.incrementAndGet() % 3);
        return held(post(path, "Transfer-Encoding: chunked") + "40000\r\n" + " ".repeat(200 * KIB));
    }

    private String tricklingBody() throws IOException {
        return held("GET /v1/cards HTTP/1.1\r\nHost: a\r\n" + authorization() + "Content-Length: 100000" + END + "{");
    }

    private String forgedDelivery() throws IOException {
        String body = "1 ".repeat(120 * KIB);
        return answered(post(
                        "/webhooks/uqpay",
                        "x-wk-timestamp: " + System.currentTimeMillis() + "\r\nx-wk-signature: " + "a".repeat(128)
                                + "\r\nContent-Length: " + body.length())
                + body);
    }

    private String signedDigits() throws IOException {
        try (Intruder one = new Intruder(gateway)) {
            return one.write(Events.delivery("{\"event_id\":\"" + UUID.randomUUID() + "\",\"event_name\":\"ISSUING\","
                            + "\"event_type\":\"card.create.succeeded\",\"data\":{\"note\":\"" + "4 ".repeat(100 * KIB)
                            + "\"}}"))
                    .status();
        }
    }

    private String largeDigits() throws IOException {
        return answered(withKey("/v1/cardholders", "{\"email\":\"" + "1 ".repeat(3 * KIB * KIB) + "\"}", unique()));
    }

    private String exponent() throws IOException {
        return answered(withKey("/v1/cards", "{\"card_limit\":1e99999999999,\"card_currency\":\"USD\"}", unique()));
    }

    private String cardNumberAsName() throws IOException {
        String name = "4111 1111 1111 1111";
        return switch (number.incrementAndGet() % 3) {
            case 0 -> answered(withKey("/v1/cards", "{}", name));
            case 1 -> answered("GET /v1/cards/4111111111111111 HTTP/1.1\r\nHost: a\r\n" + authorization() + END);
            default ->
                answered("GET /v1/stream HTTP/1.1\r\nHost: a\r\nLast-Event-ID: " + name + "\r\n" + authorization()
                        + END);
        };
    }

    private String garbageBehindStream() throws IOException {
        try (Intruder one = new Intruder(gateway)) {
            one.write(stream());
            byte[] garbage = new byte[64 * KIB];
            for (int part = 0; part < 32; part++) {
                one.write(garbage);
            }
            return one.status();
        }
    }

    private String halfRequestBehindStream() throws IOException {
        return answered(stream() + "GET /v1/cards HTTP/1.1\r\nHost");
    }

    private String unreadStream() throws IOException {
        return held(stream());
    }

    private String answered(String request) throws IOException {
        try (Intruder one = new Intruder(gateway)) {
            return one.write(request).status();
        }
    }

    private String held(String beginning) throws IOException {
        Intruder next = new Intruder(gateway);
        synchronized (HELD) {
            HELD.add(next);
            if (HELD.size() > MOST_HELD) {
                HELD.remove().close();
            }
        }
        next.write(beginning);
        return "held";
    }

    private String stream() {
        return "GET /v1/stream HTTP/1.1\r\nHost: a\r\n" + authorization() + "\r\n";
    }

    private String withKey(String path, String body, String idempotencyKey) {
        return post(
                        path,
                        authorization() + "Content-Type: application/json\r\nIdempotency-Key: " + idempotencyKey
                                + "\r\nContent-Length: " + body.length())
                + body;
    }

    private static String post(String path, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\n" + headers + END;
    }

    private String authorization() {
        return "Authorization: Bearer " + wildKey + "\r\n";
    }

    private static String unique() {
        return UUID.randomUUID().toString();
    }
}
