// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes traces in as a collector does (OTLP over HTTP), and reads as much of the messages as a test asks about. */
public final class TraceReceiver implements AutoCloseable {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;

    private final HttpServer server;
    private final List<byte[]> received = new CopyOnWriteArrayList<>();

    /** A span with the names of its events, as an exception is one; attributes that are lists are joined by commas. */
    public record Span(String trace, String name, Map<String, String> attributes, List<String> events) {}

    public TraceReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** All that came, as far as it is text. */
    public String text() {
        StringBuilder all = new StringBuilder();
        received.forEach(message -> all.append(new String(message, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    public List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (byte[] message : received) {
            for (byte[] resource : Message.of(message).all(1)) {
                for (byte[] scope : Message.of(resource).all(2)) {
                    Message.of(scope).all(2).forEach(span -> spans.add(span(Message.of(span))));
                }
            }
        }
        return spans;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        received.add(exchange.getRequestBody().readAllBytes());
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Span span(Message span) {
        Map<String, String> attributes = new HashMap<>();
        for (byte[] attribute : span.all(9)) {
            Message pair = Message.of(attribute);
            attributes.put(pair.text(1), value(Message.of(pair.all(2).get(0))));
        }
        List<String> events =
                span.all(11).stream().map(event -> Message.of(event).text(2)).toList();
        return new Span(HexFormat.of().formatHex(span.all(1).get(0)), span.text(5), attributes, events);
    }

    private static String value(Message value) {
        if (!value.all(5).isEmpty()) {
            return String.join(
                    ",",
                    Message.of(value.all(5).get(0)).all(1).stream()
                            .map(one -> value(Message.of(one)))
                            .toList());
        }
        return value.text(1);
    }

    /** A message of protocol buffers: its fields that have a length, by number. */
    private record Message(Map<Integer, List<byte[]>> fields) {

        static Message of(byte[] bytes) {
            Map<Integer, List<byte[]>> fields = new HashMap<>();
            int[] at = {0};
            while (at[0] < bytes.length) {
                int tag = (int) varint(bytes, at);
                switch (tag & 7) {
                    case VARINT -> varint(bytes, at);
                    case FIXED_64 -> at[0] += 8;
                    case BYTES -> {
                        int length = (int) varint(bytes, at);
                        byte[] field = java.util.Arrays.copyOfRange(bytes, at[0], at[0] + length);
                        fields.computeIfAbsent(tag >> 3, number -> new ArrayList<>())
                                .add(field);
                        at[0] += length;
                    }
                    default -> at[0] += 4;
                }
            }
            return new Message(fields);
        }

        List<byte[]> all(int number) {
            return fields.getOrDefault(number, List.of());
        }

        String text(int number) {
            return all(number).isEmpty() ? "" : new String(all(number).get(0), StandardCharsets.UTF_8);
        }

        private static long varint(byte[] bytes, int[] at) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = bytes[at[0]++];
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
