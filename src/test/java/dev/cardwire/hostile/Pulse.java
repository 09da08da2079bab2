// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks for liveness all the while, as Kubernetes does, and remembers what was not answered in a probe's time. */
final class Pulse implements AutoCloseable {

    /** The probe's time-out in the manifests. */
    private static final Duration PROBE = Duration.ofSeconds(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest probe;
    private final List<String> missed = new CopyOnWriteArrayList<>();
    private final AtomicInteger beats = new AtomicInteger();
    private final Thread asking = new Thread(this::ask, "pulse");
    private volatile boolean over;

    Pulse(String gateway) {
        probe = HttpRequest.newBuilder(URI.create(gateway + "/q/health/live"))
                .timeout(PROBE)
                .build();
        asking.start();
    }

    /** Every probe so far was answered, and there were some. */
    void assertSteady() {
        assertThat(beats.get()).isPositive();
        assertThat(missed).as("probes without an answer").isEmpty();
    }

    private void ask() {
        while (!over) {
            try {
                int status =
                        http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode();
                if (status != 200) {
                    missed.add("status " + status);
                }
            } catch (IOException failure) {
                missed.add(failure.toString());
            } catch (InterruptedException stopped) {
                return;
            }
            beats.incrementAndGet();
        }
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        asking.join();
    }
}
