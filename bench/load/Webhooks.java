// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * New status events as fast as they are answered: so many connections, each with one event on its way, all bodies signed
 * beforehand. Every card goes to and fro between two statuses, so each event moves one. Prints events a second and how long
 * an answer took; ends with 1 if one was not {@code applied}.
 */
public final class Webhooks {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final byte[][] requests;
    private final long[] micros;
    private final Selector selector = Selector.open();
    private int next;
    private int answered;
    private int wrong;

    private Webhooks(byte[][] requests) throws IOException {
        this.requests = requests;
        this.micros = new long[requests.length];
    }

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        URI url = URI.create(options.text("url", "http://localhost:8080"));
        int cards = options.number("cards", 20_000);
        int events = options.number("events", 60_000);
        Webhooks load = new Webhooks(sign(events, cards, options.number("round", 0)));
        long start = System.nanoTime();
        load.run(new InetSocketAddress(url.getHost(), url.getPort()), options.number("connections", 256));
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(load.micros);
        System.out.printf(
                "%.0f a second, answered after %.1f ms (median) and %.1f ms (99 %%)%n",
                events / seconds, load.micros[events / 2] / 1e3, load.micros[events * 99 / 100] / 1e3);
        if (load.wrong > 0) {
            System.out.println(load.wrong + " were not applied");
            System.exit(1);
        }
    }

    /** @param firstRound how often each card was moved before */
    private static byte[][] sign(int events, int cards, int firstRound) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA512");
        mac.init(new SecretKeySpec(Target.SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA512"));
        String now = Long.toString(System.currentTimeMillis());
        byte[][] requests = new byte[events][];
        for (int event = 0; event < events; event++) {
            int round = firstRound + event / cards;
            String body = """
                    {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.status.update.succeeded",\
                    "event_id":"%s","source_id":"3f3d036e-732c-4f9e-a4b7-3019c0adf749",\
                    "data":{"card_id":"0cad0000-0000-4000-8000-%012x","card_number":"40963608****1764",\
                    "card_status":"%s","update_time":"%s"}}""".formatted(
                            UUID.randomUUID(),
                            event % cards,
                            round % 2 == 0 ? "FROZEN" : "ACTIVE",
                            FIRST.plusSeconds(60L * round));
            String signature = HexFormat.of().formatHex(mac.doFinal((body + now).getBytes(StandardCharsets.US_ASCII)));
            requests[event] = ("POST /webhooks/uqpay HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "x-wk-timestamp: " + now + "\r\nx-wk-signature: " + signature + "\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII);
        }
        return requests;
    }

    private void run(InetSocketAddress address, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(address);
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Connection connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            connection.post();
        }
        while (answered < requests.length) {
            selector.select(key -> {
                try {
                    ((Connection) key.attachment()).read();
                } catch (IOException broken) {
                    throw new IllegalStateException(broken);
                }
            });
        }
    }

    private final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(4_096);
        private int event;
        private long since;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void post() throws IOException {
            if (next < requests.length) {
                event = next++;
                since = System.nanoTime();
                ByteBuffer out = ByteBuffer.wrap(requests[event]);
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            }
        }

        void read() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("closed");
            }
            String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
            int body = text.indexOf("\r\n\r\n") + 4;
            if (body > 3 && in.position() >= body + length(text)) {
                micros[event] = (System.nanoTime() - since) / 1_000;
                answered++;
                wrong += text.startsWith("HTTP/1.1 200") && text.indexOf("\"applied\"", body) > 0 ? 0 : 1;
                in.clear();
                post();
            }
        }

        private static int length(String text) {
            int at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ") + 16;
            return Integer.parseInt(text.substring(at, text.indexOf('\r', at)));
        }
    }
}
