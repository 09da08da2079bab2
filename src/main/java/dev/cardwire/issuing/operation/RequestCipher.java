// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.build.LocalBuild;
import dev.cardwire.sealing.SealingKey;
import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Encrypts the request bytes that wait for a recovery, so that a copy of the database alone does not reveal them. */
@Startup(StartOrder.SETTINGS) // refused before anything runs
@ApplicationScoped
class RequestCipher {

    private final List<SealingKey> keys = new ArrayList<>();

    /** The first key seals, every one opens: so that a key is changed while operations wait. */
    RequestCipher(IssuingConfig config, LocalBuild build) {
        keys.add(key("CARDWIRE_ISSUING_REQUEST_KEY", config.requestKey().orElse("")));
        config.previousRequestKeys()
                .orElse(List.of())
                .forEach(old -> keys.add(key("CARDWIRE_ISSUING_PREVIOUS_REQUEST_KEYS", old)));
        if (!build.isOne() && keys.get(0).isWellKnown()) {
            throw new ConfigurationException(
                    "CARDWIRE_ISSUING_REQUEST_KEY is the well-known development key: replace it.");
        }
        if (!build.isOne() && keys.get(0).isWeak()) {
            throw new ConfigurationException(
                    "CARDWIRE_ISSUING_REQUEST_KEY is one repeated byte: replace it with 32 random bytes.");
        }
    }

    byte[] seal(byte[] plain) {
        return keys.get(0).seal(plain);
    }

    /** Empty when it was sealed with none of the keys, or is not what was sealed. */
    Optional<byte[]> open(byte[] sealed) {
        return keys.stream().flatMap(key -> key.open(sealed).stream()).findFirst();
    }

    private static SealingKey key(String variable, String base64) {
        // the value is not repeated
        return SealingKey.read(base64)
                .orElseThrow(() -> new ConfigurationException(variable + " must be 32 bytes in Base64."));
    }
}
