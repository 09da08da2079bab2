// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import redis.embedded.RedisServer;

/** PostgreSQL and Redis as an installation has them: logins with passwords, TLS alone, and one role that owns the tables. */
public final class TlsStores implements AutoCloseable {

    public static final String OWNER = "cardwire_owner";
    public static final String OWNER_PASSWORD = "the-owners-password";
    public static final String REPLICA = "cardwire_replica";
    public static final String REPLICA_PASSWORD = "the-replicas-password";
    public static final String REDIS_PASSWORD = "the-password-of-redis";

    static final String STORE_PASSWORD = "changeit";

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final RedisServer redis;
    private final int redisPort;
    private final RedisConnection commands;

    private TlsStores(
            Path folder, EmbeddedPostgres postgres, RedisServer redis, int redisPort, RedisConnection commands) {
        this.folder = folder;
        this.postgres = postgres;
        this.redis = redis;
        this.redisPort = redisPort;
        this.commands = commands;
    }

    public static TlsStores start() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "stores").toAbsolutePath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        certify(folder);
        EmbeddedPostgres postgres = postgres(folder);
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + OWNER + " login password '" + OWNER_PASSWORD + "'");
            statement.execute("create role " + REPLICA + " login password '" + REPLICA_PASSWORD + "'");
            statement.execute("create database cardwire owner " + OWNER);
        }
        grant(postgres);
        int port = FreePorts.next();
        int plainPort = FreePorts.next();
        RedisServer redis = redis(folder, port, plainPort);
        return new TlsStores(folder, postgres, redis, port, new RedisConnection(plainPort, REDIS_PASSWORD));
    }

    public String postgresUrl() {
        return "postgresql://localhost:" + postgres.getPort() + "/cardwire";
    }

    public String redisUrl() {
        return "rediss://localhost:" + redisPort;
    }

    /** As if a release after this one had migrated the schema. */
    public void newerSchema() throws SQLException {
        try (Connection connection =
                        postgres.getDatabase("postgres", "cardwire").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into flyway_schema_history (installed_rank, version, description, type, script,"
                    + " installed_by, execution_time, success) select max(installed_rank) + 1, '9999', 'of a later release',"
                    + " 'SQL', 'V9999__of_a_later_release.sql', 'nobody', 1, true from flyway_schema_history");
        }
    }

    /** Carries out a statement as the superuser; the first column of its first row, or nothing. */
    public String value(String sql) throws SQLException {
        try (Connection connection =
                        postgres.getDatabase("postgres", "cardwire").getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    /** Carries out a command that Redis answers OK. */
    public void redis(List<String> words) throws IOException {
        commands.command(words);
    }

    /** Of the certificates that both have later. */
    public Path nextAuthority() throws IOException, InterruptedException, GeneralSecurityException {
        Path next = folder.resolve("next");
        Files.createDirectory(next);
        certify(next);
        return next.resolve("server.crt");
    }

    /** From now on, new connections see the certificates of {@link #nextAuthority}. */
    public void presentNextCertificates() throws IOException, SQLException {
        for (String file : List.of("server.crt", "server.key")) {
            Files.copy(folder.resolve("next").resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        value("select pg_reload_conf()");
        redis(List.of("CONFIG", "SET", "tls-cert-file", authority().toString()));
    }

    /** The authority of the certificates of both: they signed themselves. */
    public Path authority() {
        return folder.resolve("server.crt");
    }

    @Override
    public void close() throws IOException {
        commands.close();
        redis.stop();
        postgres.close();
    }

    private static EmbeddedPostgres postgres(Path folder) throws IOException {
        Path rules = folder.resolve("pg_hba.conf");
        Files.writeString(rules, """
            host all postgres all trust
            hostssl all all all scram-sha-256
            """);
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", folder.resolve("server.crt").toString())
                .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
                .setServerConfig("hba_file", rules.toString())
                .start();
    }

    /** The grant that docs/install.md describes. */
    private static void grant(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection =
                        postgres.getDatabase("postgres", "cardwire").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter default privileges for role " + OWNER
                    + " grant select, insert, update, delete on tables to " + REPLICA);
        }
    }

    /** What docs/install.md takes away from the role of the replicas after the first migration; as a superuser, for the owner. */
    public void leastRights() throws IOException, SQLException {
        try (Connection connection =
                        postgres.getDatabase("postgres", "cardwire").getConnection();
                Statement statement = connection.createStatement()) {
            for (String one : DocumentedSql.of("docs/install.md", "Create the database")
                    .get(1)
                    .get(0)) {
                statement.execute(one.replace(" cardwire", " " + REPLICA));
            }
        }
    }

    private static RedisServer redis(Path folder, int port, int plainPort) throws IOException {
        RedisServer server = RedisServer.newRedisServer()
                .port(plainPort)
                .bind("127.0.0.1")
                .setting("tls-port " + port)
                .setting("tls-cert-file " + folder.resolve("server.crt"))
                .setting("tls-key-file " + folder.resolve("server.key"))
                .setting("tls-ca-cert-file " + folder.resolve("server.crt"))
                .setting("tls-auth-clients no")
                .setting("requirepass " + REDIS_PASSWORD)
                .setting("save \"\"")
                .setting("dir " + folder)
                .build();
        server.start();
        return server;
    }

    /** A key and its certificate for localhost, as a store and as two files in PEM. */
    static void certify(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool ended with " + keytool.exitValue());
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
        pem(
                folder.resolve("server.crt"),
                "CERTIFICATE",
                keys.getCertificate("server").getEncoded());
        Path key = folder.resolve("server.key");
        pem(
                key,
                "PRIVATE KEY",
                keys.getKey("server", STORE_PASSWORD.toCharArray()).getEncoded());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private static void pem(Path file, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.write(
                file,
                ("-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
