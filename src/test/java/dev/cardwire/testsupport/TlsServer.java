// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTPS server whose certificate is trusted only by processes that are started with its options. */
public final class TlsServer implements AutoCloseable {

    private final HttpsServer server;
    private final Path keys;

    private TlsServer(HttpsServer server, Path keys) {
        this.server = server;
        this.keys = keys;
    }

    public static TlsServer start(HttpHandler handler) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "tls").toAbsolutePath();
        TlsStores.certify(folder);
        Path keys = folder.resolve("server.p12");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext("/", handler);
        server.start();
        return new TlsServer(server, keys);
    }

    public String url() {
        return "https://localhost:" + server.getAddress().getPort() + "/";
    }

    /** What a process is started with to trust this server alone; the same for a JVM and an executable. */
    public List<String> trust() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + keys, "-Djavax.net.ssl.trustStorePassword=" + TlsStores.STORE_PASSWORD);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static SSLContext context(Path keys) throws GeneralSecurityException, IOException {
        char[] password = TlsStores.STORE_PASSWORD.toCharArray();
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(keys.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
