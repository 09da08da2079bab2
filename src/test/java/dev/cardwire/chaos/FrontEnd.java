// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.chaos.verdict.Evidence;
import dev.cardwire.testsupport.Api;
import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A page that watches, by key or by ticket. When its stream ends it goes wherever it is let in and resumes there by the
 * last id that it saw, until its ticket is refused.
 */
final class FrontEnd implements AutoCloseable {

    /** Long enough to miss something. */
    private static final long PAUSE_NANOS = 300_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String name;
    private final String gateway;
    private final Evidence.Scope scope;
    private final @Nullable Ticket ticket;
    private final List<Evidence.Heard> heard = new ArrayList<>();
    private final List<Evidence.Visit> visits = new CopyOnWriteArrayList<>();
    private volatile String lastId = "";
    private volatile int connection;
    private volatile boolean asleep;
    private volatile boolean closed;
    private volatile boolean ended;
    private volatile InputStream body = InputStream.nullInputStream();

    FrontEnd(String name, String gateway, Evidence.Scope scope, @Nullable Ticket ticket) {
        this.name = name;
        this.gateway = gateway;
        this.scope = scope;
        this.ticket = ticket;
        Thread reader = new Thread(this::run, "front-end");
        reader.setDaemon(true);
        reader.start();
    }

    @Nullable Ticket ticket() {
        return ticket;
    }

    boolean isLive() {
        synchronized (heard) {
            return heard.stream().anyMatch(event -> event.type().equals("stream.live"));
        }
    }

    boolean isAsleep() {
        return asleep;
    }

    boolean isRevoked() {
        return ticket != null && ticket.isRevoking();
    }

    /** Hangs up, and comes back when it is woken. */
    void sleep() throws IOException {
        asleep = true;
        body.close();
    }

    void wake() {
        asleep = false;
    }

    Evidence.Stream stream() {
        synchronized (heard) {
            return new Evidence.Stream(name, scope, isRevoked(), List.copyOf(heard));
        }
    }

    /** Null of a page that has a key. */
    Evidence.@Nullable Ticket evidence() {
        return ticket == null
                ? null
                : new Evidence.Ticket(name, ticket.revoking(), ticket.revoked(), ended, List.copyOf(visits));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        body.close();
    }

    /** Shows the ticket at a gateway and hangs up as soon as it is let in. */
    void knock(String at) throws InterruptedException {
        long asked = System.currentTimeMillis();
        int status = 0;
        boolean served = false;
        try {
            HttpResponse<InputStream> answer = http.send(request(at), HttpResponse.BodyHandlers.ofInputStream());
            status = answer.statusCode();
            try (BufferedReader lines = lines(answer.body())) {
                served = status == 200 && isServed(lines);
            }
        } catch (IOException gone) {
            // no answer is no entry
        }
        visits.add(new Evidence.Visit(asked, System.currentTimeMillis(), status, served));
    }

    private static boolean isServed(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event: card.") || line.startsWith("event: stream.live")) {
                return true;
            }
        }
        return false;
    }

    private void run() {
        while (!closed && !ended) {
            try {
                if (!asleep) {
                    read();
                }
            } catch (IOException gone) {
                // another one is asked
            } catch (InterruptedException stopped) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private HttpRequest request(String at) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at + "/v1/stream" + query()));
        if (ticket == null) {
            request.header("Authorization", "Bearer " + Api.KEY);
        }
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        return request.timeout(PATIENCE).build();
    }

    private String query() {
        if (ticket != null) {
            return "?ticket=" + ticket.text();
        }
        return scope.cardId() == null ? "" : "?card_id=" + scope.cardId();
    }

    private void read() throws IOException, InterruptedException {
        long asked = System.currentTimeMillis();
        HttpResponse<InputStream> answer = http.send(request(gateway), HttpResponse.BodyHandlers.ofInputStream());
        body = answer.body();
        int status = answer.statusCode();
        if (status != 200) {
            body.close();
            visits.add(new Evidence.Visit(asked, System.currentTimeMillis(), status, false));
            ended = status == 401 || status == 403;
            return;
        }
        connection++;
        int before = count();
        try (BufferedReader lines = lines(body)) {
            blocks(lines);
        } finally {
            visits.add(new Evidence.Visit(asked, System.currentTimeMillis(), status, count() > before));
        }
    }

    private int count() {
        synchronized (heard) {
            return heard.size();
        }
    }

    private static BufferedReader lines(InputStream body) {
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
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
                    hear(type, id, data);
                }
                lastId = id;
                type = "";
                data = "";
            }
        }
    }

    private void hear(String type, String id, String data) {
        boolean hasId = type.equals("card.status") || type.equals("stream.live");
        long position = hasId ? Long.parseLong(id.substring(id.indexOf('-') + 1)) : -1;
        Evidence.Change change = null;
        if (type.startsWith("card.")) {
            JsonPath card = JsonPath.from(data);
            change = new Evidence.Change(
                    position,
                    card.getString("card_id"),
                    null,
                    card.getInt("version"),
                    card.getString("card_status"),
                    card.getString("previous_status"),
                    true,
                    false,
                    0);
        }
        // an end that was announced is no part of what a stream says about cards
        if (!type.equals("stream.expired") && !type.equals("stream.draining")) {
            synchronized (heard) {
                heard.add(new Evidence.Heard(connection, System.currentTimeMillis(), type, position, change));
            }
        } else if (type.equals("stream.expired")) {
            ended = true;
        }
    }
}
