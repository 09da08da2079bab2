// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.build.LocalBuild;
import dev.cardwire.sealing.SealingKey;
import dev.cardwire.start.StartOrder;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/** Our account at UQPAY as configured: a start without it is refused with a sentence that names what is missing. */
@Startup(StartOrder.SETTINGS) // refused before anything runs
@Singleton
class UqpayAccount {

    private final UqpayConfig config;
    private final URI baseUrl;
    private final URI iframeUrl;
    private final String clientId;
    private final String apiKey;
    private final List<SealingKey> tokenKeys;

    @Inject
    UqpayAccount(UqpayConfig config, CertificateConfig certificates, LocalBuild build) {
        this(config, build);
        if (!config.plainAllowed() && !certificates.verifyHost()) {
            throw new ConfigurationException(
                    "QUARKUS_REST_CLIENT_VERIFY_HOST must be true, because anybody's certificate"
                            + " would do for UQPAY's, unless " + variable("plain-allowed") + " is true.");
        }
    }

    UqpayAccount(UqpayConfig config, LocalBuild build) {
        this.config = config;
        this.baseUrl = url("base-url", config.baseUrl());
        this.iframeUrl = url("iframe-url", config.iframeUrl());
        this.clientId = needed("client-id", config.clientId());
        this.apiKey = needed("api-key", config.apiKey());
        this.tokenKeys = tokenKeys(config);
        if (!config.plainAllowed()) {
            refusePlain();
        }
        if (!build.isOne()) {
            refuseKnown(tokenKeys.get(0));
        }
    }

    /** How it is called: times, retries, circuits. */
    UqpayConfig config() {
        return config;
    }

    /** Every key of a stand-in is one that everybody can read; a repeated byte is a placeholder. */
    private static void refuseKnown(SealingKey tokenKey) {
        if (tokenKey.isWellKnown()) {
            throw new ConfigurationException(variable("token-key") + " is the well-known development key: replace it.");
        }
        if (tokenKey.isWeak()) {
            throw new ConfigurationException(
                    variable("token-key") + " is one repeated byte: replace it with 32 random bytes.");
        }
    }

    private void refusePlain() {
        // a proxy beside the replica may do the TLS: what goes to it does not leave the host
        boolean staysHere = Set.of("localhost", "127.0.0.1", "[::1]").contains(baseUrl.getHost());
        if (!"https".equals(baseUrl.getScheme()) && !staysHere) {
            throw new ConfigurationException(variable("base-url") + " must be an https URL, because UQPAY is reached by"
                    + " TLS alone unless " + variable("plain-allowed") + " is true.");
        }
        if (!"https".equals(iframeUrl.getScheme())) {
            throw new ConfigurationException(variable("iframe-url") + " must be an https URL, because a cardholder's"
                    + " browser shows card numbers there, unless " + variable("plain-allowed") + " is true.");
        }
    }

    URI iframeUrl() {
        return iframeUrl;
    }

    String clientId() {
        return clientId;
    }

    String apiKey() {
        return apiKey;
    }

    /** The first one seals, every one opens: so that the key is changed while replicas with either run. */
    List<SealingKey> tokenKeys() {
        return tokenKeys;
    }

    /** A client for the calls themselves, with a connection for every one that the bulkheads let through. */
    UqpayRest rest() {
        return rest(
                config.time().call(),
                config.reads().concurrent()
                        + config.checks().concurrent()
                        + config.writes().concurrent());
    }

    /** A client for tokens alone: its calls may take longer and wait for nothing else. */
    UqpayRest tokenRest() {
        return rest(config.token().call(), 2);
    }

    /**
     * Answers are never turned into exceptions. The longest call bounds the wait for a connection too, so that nothing
     * leaves later than that after it was let go.
     */
    private UqpayRest rest(Duration longestCall, int connections) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(baseUrl)
                .connectTimeout(config.time().connect().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(longestCall.toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                // whatever is set for other clients
                .trustAll(false)
                .disableDefaultMapper(true)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, connections)
                .userAgent("cardwire")
                .httpClientRequestCustomizer(new AnswerLimit(config.answer()))
                .build(UqpayRest.class);
    }

    private static URI url(String name, Optional<String> configured) {
        String text = needed(name, configured);
        try {
            URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException notUrl) {
            // the sentence below says it all
        }
        throw new ConfigurationException(variable(name) + " must be an absolute http or https URL.");
    }

    private static String needed(String name, Optional<String> configured) {
        return configured
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new ConfigurationException("UQPAY cannot be reached: set " + variable(name) + "."));
    }

    private static List<SealingKey> tokenKeys(UqpayConfig config) {
        List<SealingKey> keys = new ArrayList<>();
        keys.add(sealingKey("token-key", needed("token-key", config.tokenKey())));
        config.previousTokenKeys()
                .orElse(List.of())
                .forEach(other -> keys.add(sealingKey("previous-token-keys", other)));
        return List.copyOf(keys);
    }

    private static SealingKey sealingKey(String name, String base64) {
        // the value is not repeated
        return SealingKey.read(base64)
                .orElseThrow(() -> new ConfigurationException(variable(name) + " must be 32 random bytes in Base64."));
    }

    private static String variable(String name) {
        return "CARDWIRE_UQPAY_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
