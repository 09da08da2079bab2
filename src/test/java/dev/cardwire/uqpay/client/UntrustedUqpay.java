// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** A UQPAY whose certificate nobody trusts, over real TLS, and what is logged of it from the start on. */
public final class UntrustedUqpay implements QuarkusTestResourceLifecycleManager {

    private static final String PASSWORD = "changeit";

    static final List<String> LINES = new CopyOnWriteArrayList<>();

    private final Logger logger = Logger.getLogger(CallGuards.class.getName());
    private final Handler kept = new Handler() {
        @Override
        public void publish(LogRecord line) {
            String text = line instanceof ExtLogRecord formatted ? formatted.getFormattedMessage() : line.getMessage();
            LINES.add(line.getLevel() + " " + text);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Vertx vertx;

    @Override
    public Map<String, String> start() {
        LINES.clear();
        logger.addHandler(kept);
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
        logger.removeHandler(kept);
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
