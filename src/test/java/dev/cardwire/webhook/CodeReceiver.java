// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes one-time passwords, as the operator's own service would; only the ids are remembered. */
public final class CodeReceiver implements QuarkusTestResourceLifecycleManager {

    static final List<String> IDS = new CopyOnWriteArrayList<>();
    static volatile int status = 200;

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            IDS.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return Map.of(
                "cardwire.otp.forward-url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/codes",
                "cardwire.otp.secret",
                "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
