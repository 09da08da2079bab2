// SPDX-License-Identifier: Apache-2.0
package load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Asks for liveness as an orchestrator does, only more often. */
final class Probe {

    /** The time-out in the manifests. */
    private static final Duration TIME_OUT = Duration.ofSeconds(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final Latencies took = new Latencies();
    private int missed;

    Probe(InetSocketAddress gateway) {
        request = HttpRequest.newBuilder(
                        URI.create("http://" + gateway.getHostString() + ":" + gateway.getPort() + "/q/health/live"))
                .timeout(TIME_OUT)
                .build();
    }

    boolean isContent() {
        return missed == 0;
    }

    void ask() {
        long since = System.nanoTime();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            missed += status == 200 ? 0 : 1;
            took.add(System.nanoTime() - since);
        } catch (IOException failure) {
            missed++;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        LockSupport.parkNanos(200_000_000);
    }

    @Override
    public String toString() {
        return missed + " missed, took " + took.summary();
    }
}
