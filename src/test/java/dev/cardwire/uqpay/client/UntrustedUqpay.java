// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.testsupport.LogLines;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A UQPAY whose certificate nobody trusts, over real TLS, and what is logged of it from the start on. */
public final class UntrustedUqpay implements QuarkusTestResourceLifecycleManager {

    private static final String PASSWORD = "changeit";

    static LogLines lines = LogLines.of(CallGuards.class.getName());

    private Vertx vertx;

    @Override
    public Map<String, String> start() {
        lines.close();
        lines = LogLines.of(CallGuards.class.getName());
        vertx = Vertx.vertx();
        int port = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setPath(certificate().toString())
                                .setPassword(PASSWORD)))
                .requestHandler(request -> request.response().end("{}"))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        return Map.of(
                "cardwire.uqpay.base-url",
                "https://localhost:" + port + "/api",
                // those who come after this test need a token
                "cardwire.uqpay.token.after-failure",
                "1ms");
    }

    @Override
    public void stop() {
        lines.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Path certificate() {
        try {
            Path store =
                    Files.createTempDirectory(Path.of("target"), "untrusted").resolve("server.p12");
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            String asked = "-genkeypair -alias server -keyalg RSA -dname CN=localhost -ext SAN=dns:localhost"
                    + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + store;
            Process made = new ProcessBuilder((keytool + " " + asked).split(" "))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (made.waitFor() != 0) {
                throw new IllegalStateException("keytool ended with " + made.exitValue());
            }
            return store.toAbsolutePath();
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
