// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/** A production build, made beside this one and once a run, and what such a build needs to start. */
public final class ProductionBuild {

    /** Of the caller {@code shop}, with all roles. */
    public static final String KEY = "a-key-of-the-shop";

    public static final String WEBHOOK_SECRET = "a-secret-of-the-endpoint";

    private static final Path COPY = Path.of("target", "production-build");

    /** With {@code -Dcardwire.production-build=<folder of quarkus-app>} nothing is built, and that one is tested. */
    private static Path made = System.getProperty("cardwire.production-build") == null
            ? null
            : Path.of(System.getProperty("cardwire.production-build"));

    private ProductionBuild() {}

    /** The folder of the application; the first call of a run makes it, for all JVMs that run tests. */
    public static synchronized Path application() throws IOException, InterruptedException {
        if (made == null) {
            Once.perRun("production-build", ProductionBuild::build);
            made = COPY.resolve(Path.of("target", "quarkus-app"));
        }
        return made;
    }

    private static void build() throws IOException, InterruptedException {
        forget(COPY.resolve("src")); // what was deleted since the last one would still be built
        for (String part : new String[] {"src/main", "src/local", ".mvn", "pom.xml", "mvnw"}) {
            copy(Path.of(part));
        }
        Process maven = new ProcessBuilder("sh", "mvnw", "-q", "-B", "package", "-Dproduction")
                .directory(COPY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File("target/production-build.log"))
                .start();
        if (maven.waitFor() != 0) {
            throw new AssertionError("no production build, see target/production-build.log");
        }
    }

    /** What is run of it: a jar, or the native executable. */
    public static Path program() throws IOException, InterruptedException {
        return Program.isExecutable() ? Program.executable() : application().resolve("quarkus-run.jar");
    }

    /** All that has to be set, for a world without TLS. */
    public static Map<String, String> environment(World world) {
        Map<String, String> all = new HashMap<>(world.environment());
        all.remove("CARDWIRE_SIMULATOR_ENABLED");
        all.putAll(secrets("SHOP"));
        all.put("CARDWIRE_STREAM_PACE_DRAIN", "1s");
        return all;
    }

    /** What no build has by itself: an account at UQPAY, keys, and a caller who may do everything but see card numbers. */
    static Map<String, String> secrets(String caller) {
        return Map.of(
                "CARDWIRE_ACCESS_CALLERS__" + caller + "__ROLES",
                "issuer,viewer,operator",
                "CARDWIRE_ACCESS_CALLERS__" + caller + "__KEY_DIGESTS",
                digest(KEY),
                "CARDWIRE_UQPAY_CLIENT_ID",
                "sim-client",
                "CARDWIRE_UQPAY_API_KEY",
                "sim-key",
                "CARDWIRE_UQPAY_IFRAME_URL",
                "https://embedded.example.com",
                "CARDWIRE_UQPAY_TOKEN_KEY",
                key("token"),
                "CARDWIRE_ISSUING_REQUEST_KEY",
                key("request"),
                "CARDWIRE_STREAM_TICKET_KEYS",
                "one:" + key("ticket"),
                "CARDWIRE_WEBHOOK_SECRETS",
                WEBHOOK_SECRET);
    }

    /** SHA-256 in hex, as keys of callers are configured. */
    public static String digest(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    /** 32 bytes in Base64, always the same for a seed. */
    public static String key(String seed) {
        return Base64.getEncoder().encodeToString(sha256(seed));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    private static void forget(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private static void copy(Path from) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> copyOne(file, COPY.resolve(file)));
        }
    }

    private static void copyOne(Path file, Path to) {
        try {
            if (Files.isDirectory(file)) {
                Files.createDirectories(to);
            } else {
                Files.createDirectories(to.toAbsolutePath().getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
