// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Shows which token a replica uses: one that stays behind the others is refused by UQPAY and does not notice. */
@Startup
@Singleton
class TokenGeneration {

    TokenGeneration(MeterRegistry registry, TokenBroker broker) {
        registry.gauge("cardwire.uqpay.token.generation", broker, TokenBroker::generation);
    }
}
