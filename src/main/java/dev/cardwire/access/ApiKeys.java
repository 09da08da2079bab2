// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import dev.cardwire.build.LocalBuild;
import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configured keys, known only by their digests. */
@Startup(StartOrder.SETTINGS) // refused before anything runs
@Singleton
class ApiKeys {

    private static final Set<String> KNOWN_ROLES = Set.of(Roles.ISSUER, Roles.VIEWER, Roles.OPERATOR, Roles.SENSITIVE);
    private static final String WELL_KNOWN_KEY = "cardwire-dev-key";

    private final List<Entry> entries = new ArrayList<>();

    record Entry(Caller caller, byte[] digest) {}

    ApiKeys(AccessConfig config, LocalBuild build) {
        config.callers().forEach((name, caller) -> {
            if (!KNOWN_ROLES.containsAll(caller.roles())) {
                throw new ConfigurationException("CARDWIRE_ACCESS_CALLERS__" + name.toUpperCase(Locale.ROOT)
                        + "__ROLES may only name issuer, viewer, operator and sensitive.");
            }
            caller.keyDigests()
                    .orElse(Set.of())
                    .forEach(hex -> entries.add(
                            new Entry(new Caller(name, Set.copyOf(caller.roles()), null), digestFrom(name, hex))));
        });
        refuseAmbiguous();
        if (entries.isEmpty()) {
            throw new ConfigurationException(
                    "No caller has a key: set CARDWIRE_ACCESS_CALLERS__<NAME>__KEY_DIGESTS to the SHA-256 of an API"
                            + " key.");
        }
        if (!build.isOne() && callerOf(WELL_KNOWN_KEY).isPresent()) {
            throw new ConfigurationException(
                    "CARDWIRE_ACCESS_CALLERS__<NAME>__KEY_DIGESTS holds the digest of the well-known development key:"
                            + " replace it.");
        }
    }

    /** A key has one caller, and nothing at all is no key: both come from a digest that was pasted or made wrongly. */
    private void refuseAmbiguous() {
        Map<String, String> owners = new HashMap<>(Map.of(HexFormat.of().formatHex(sha256("")), ""));
        for (Entry entry : entries) {
            String name = entry.caller().name();
            String owner = owners.putIfAbsent(HexFormat.of().formatHex(entry.digest()), name);
            if (owner != null && !owner.equals(name)) {
                throw new ConfigurationException("CARDWIRE_ACCESS_CALLERS__" + name.toUpperCase(Locale.ROOT)
                        + "__KEY_DIGESTS holds the digest of another caller's key, or of no key at all.");
            }
        }
    }

    /** The caller whose key this is. Every entry is compared, so that the time taken does not reveal which one matched. */
    Optional<Caller> callerOf(String key) {
        byte[] digest = sha256(key);
        Caller found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.digest(), digest)) {
                found = entry.caller();
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] digestFrom(String name, String hex) {
        try {
            byte[] digest = HexFormat.of().parseHex(hex.trim().toLowerCase(Locale.ROOT));
            if (digest.length == 32) {
                return digest;
            }
        } catch (IllegalArgumentException notHex) {
            // the sentence below says it all; the value is not repeated
        }
        throw new ConfigurationException("CARDWIRE_ACCESS_CALLERS__" + name.toUpperCase(Locale.ROOT)
                + "__KEY_DIGESTS must hold SHA-256 digests of 64 hex digits.");
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException cannotBe) {
            throw new IllegalStateException("every Java platform has SHA-256", cannotBe);
        }
    }
}
