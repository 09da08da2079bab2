// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stream as a plain HTTP client sees it: every dispatched event with the id that was last seen. */
public final class SseClient implements AutoCloseable {

    /** One event. */
    public record Event(String type, String id, String data) {}

    private final List<Event> events = new CopyOnWriteArrayList<>();
    /** Where events are not as described. */
    private final List<String> faults = new CopyOnWriteArrayList<>();

    private final InputStream body;
    private volatile String lastId = "";

    private SseClient(InputStream body) {
        this.body = body;
        Thread reader = new Thread(this::read, "sse-client");
        reader.setDaemon(true);
        reader.start();
    }

    /** Opens {@code /v1/stream} with the given query, resuming after {@code lastEventId} unless that is empty. */
    public static SseClient open(String base, String query, String lastEventId) throws Exception {
        HttpRequest.Builder request = request(base, query).header("Authorization", "Bearer " + Api.KEY);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return open(request);
    }

    /** Opens a stream for which the query alone must suffice. */
    public static SseClient openWithoutKey(String base, String query) throws Exception {
        return open(request(base, query));
    }

    private static HttpRequest.Builder request(String base, String query) {
        return HttpRequest.newBuilder(URI.create(base + "/v1/stream" + query)).header("Accept", "text/event-stream");
    }

    private static SseClient open(HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException("the stream answered " + answer.statusCode());
        }
        return new SseClient(answer.body());
    }

    public List<Event> events() {
        if (!faults.isEmpty()) {
            throw new AssertionError("An event is not as described in openapi.yaml: " + faults);
        }
        return List.copyOf(events);
    }

    public List<Event> events(String type) {
        return events().stream().filter(event -> event.type().equals(type)).toList();
    }

    public String lastId() {
        return lastId;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String type = "";
            String id = null;
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (data.length() > 0) {
                        faults.addAll(DescribedAnswers.eventFaults(type, id, data.toString()));
                        events.add(new Event(type, lastId, data.toString()));
                    }
                    type = "";
                    id = null;
                    data.setLength(0);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                    lastId = id;
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                }
            }
        } catch (IOException closed) {
            // the test closed it, or the server did: what came is in the list
        }
    }
}
