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
import java.util.concurrent.locks.LockSupport;

/** A front-end that goes to the next gateway whenever its stream ends, and resumes there by the last id it saw. */
public final class ResumingStream implements AutoCloseable {

    /** Long enough to miss something. */
    private static final long PAUSE_NANOS = 300_000_000;

    /** One event, and the connection that brought it, counted from 1. */
    public record Event(int connection, String type, String id, String data) {

        public long position() {
            return Long.parseLong(id.substring(id.indexOf('-') + 1));
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> gateways;
    private final String query;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private volatile String lastId = "";
    private volatile int connection;
    private volatile boolean closed;
    private volatile InputStream body = InputStream.nullInputStream();

    /** @param gateways where to go, in turn */
    public ResumingStream(List<String> gateways, String query) {
        this.gateways = gateways;
        this.query = query;
        Thread reader = new Thread(this::run, "resuming-stream");
        reader.setDaemon(true);
        reader.start();
    }

    public String query() {
        return query;
    }

    public List<Event> events() {
        return List.copyOf(events);
    }

    public List<Event> events(String type) {
        return events.stream().filter(event -> event.type().equals(type)).toList();
    }

    /** How often a gateway answered with a stream. */
    public int connections() {
        return connection;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        body.close();
    }

    private void run() {
        for (int turn = 0; !closed; turn++) {
            try {
                read(gateways.get(turn % gateways.size()));
            } catch (IOException gone) {
                // the next gateway is asked
            } catch (InterruptedException stopped) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void read(String gateway) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway + "/v1/stream" + query))
                .header("Authorization", "Bearer " + Api.KEY);
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        body = answer.body();
        if (answer.statusCode() != 200) {
            return;
        }
        connection++;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            blocks(lines);
        }
    }

    /** The id moves with the end of a block, so that one that was cut off is asked for again. */
    private void blocks(BufferedReader lines) throws IOException {
        String id = lastId;
        String type = "";
        String data = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    events.add(new Event(connection, type, id, data));
                }
                lastId = id;
                type = "";
                data = "";
            }
        }
    }
}
