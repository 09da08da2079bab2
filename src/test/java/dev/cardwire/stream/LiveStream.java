// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.stream.fanout.SseEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A client of a real stream. */
final class LiveStream implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final InputStream body;
    private final StringBuffer text = new StringBuffer();
    private volatile boolean ended;

    private LiveStream(InputStream body) {
        this.body = body;
        Thread reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
    }

    static LiveStream of(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
        return new LiveStream(response.body());
    }

    /** All events so far, once one of that name is among them. */
    List<SseEvent> awaitEvents(String name) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> events().stream().anyMatch(event -> event.name().equals(name)));
        return events();
    }

    void awaitEnd() {
        await().atMost(Duration.ofSeconds(5)).until(() -> ended);
    }

    List<SseEvent> events() {
        return SseEvent.parse(text.toString());
    }

    String text() {
        return text.toString();
    }

    private void read() {
        byte[] bytes = new byte[8_192];
        try {
            for (int n = body.read(bytes); n >= 0; n = body.read(bytes)) {
                text.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException closed) {
            // the end, as far as a test is concerned
        }
        ended = true;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
