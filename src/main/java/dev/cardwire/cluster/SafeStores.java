// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.start.StartOrder;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Refuses stores that would be reached without a login or without TLS, before the first byte goes to them. */
@Startup(StartOrder.SETTINGS) // refused before anything runs
@Singleton
class SafeStores implements FlywayConfigurationCustomizer, RedisOptionsCustomizer {

    private static final Pattern ADDRESS = Pattern.compile("postgresql://[^@/?]+(/.*)?");
    /** {@code require} is not among them: it takes any certificate, also that of somebody in between. */
    private static final Pattern CHECKED_TLS = Pattern.compile(".*[?&]sslmode=verify-(full|ca)(&.*)?");

    private static final Set<SslMode> CHECKED = Set.of(SslMode.VERIFY_FULL, SslMode.VERIFY_CA);

    private static final Pattern LOOPBACK =
            Pattern.compile("[a-z]+://([^@/]*@)?(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]+)?([/?].*)?");

    private final boolean plainDatabase;
    private final boolean plainCache;

    SafeStores(DatabaseStoreConfig database, RedisStoreConfig redis) {
        String address = needed("CARDWIRE_DATABASE_URL", database.url());
        refuseUnless(
                ADDRESS.matcher(address).matches(),
                "CARDWIRE_DATABASE_URL must be postgresql://host:port/name, without user and password.");
        refuseUnless(
                database.plainAllowed()
                        || staysHere(address)
                        || CHECKED_TLS.matcher(address).matches(),
                "CARDWIRE_DATABASE_URL must end with ?sslmode=verify-full, because PostgreSQL is reached by TLS alone"
                        + " unless CARDWIRE_DATABASE_PLAIN_ALLOWED is true.");
        plainDatabase = database.plainAllowed() || staysHere(address);
        String cache = needed("CARDWIRE_REDIS_URL", redis.url());
        plainCache = redis.plainAllowed() || staysHere(cache);
        refuseUnless(
                plainCache || cache.startsWith("rediss://"),
                "CARDWIRE_REDIS_URL must begin with rediss://, because Redis is reached by TLS alone"
                        + " unless CARDWIRE_REDIS_PLAIN_ALLOWED is true.");
    }

    /** The reactive client does not take its certificates from the address, and other settings can undo what stands there. */
    void check(PgConnectOptions database) {
        if (plainDatabase) {
            return;
        }
        refuseUnless(
                CHECKED.contains(database.getSslMode()) && !database.isTrustAll(),
                "QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE must be verify-full and trust no certificate unseen,"
                        + " as CARDWIRE_DATABASE_URL says.");
        refuseUnless(
                database.getTrustOptions() != null,
                "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS must name the certificates that PostgreSQL's is"
                        + " checked with, and QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM be true.");
    }

    /** TLS that takes any certificate is TLS with whoever is in between. */
    @Override
    public void customize(String client, RedisOptions cache) {
        NetClientOptions tls = cache.getNetClientOptions();
        refuseUnless(
                plainCache || (!tls.isTrustAll() && "HTTPS".equals(tls.getHostnameVerificationAlgorithm())),
                "QUARKUS_REDIS_TLS_TRUST_ALL must be false and QUARKUS_REDIS_TLS_HOSTNAME_VERIFICATION_ALGORITHM HTTPS,"
                        + " because Redis is reached by TLS alone unless CARDWIRE_REDIS_PLAIN_ALLOWED is true.");
    }

    /** The migration is the first to connect, and asks here before it does: that this was made is the check. */
    @Override
    public void customize(FluentConfiguration migration) {}

    /** Nobody else hears what does not leave the host; a proxy beside the replica does the TLS then. */
    private static boolean staysHere(String address) {
        return LOOPBACK.matcher(address).matches();
    }

    private static String needed(String variable, Optional<String> value) {
        return value.map(String::trim)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new ConfigurationException(variable + " is not set."));
    }

    private static void refuseUnless(boolean fine, String sentence) {
        if (!fine) {
            throw new ConfigurationException(sentence);
        }
    }
}
