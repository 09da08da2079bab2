// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.build.LocalBuild;
import dev.cardwire.build.SecretStrength;
import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The active signing secrets: those of the configuration, and those in files, which are read again and again so that a
 * rotation needs no restart. A file that is gone takes its secrets along: a secret that leaked must be revocable.
 */
@Startup(StartOrder.SETTINGS) // refused before anything runs
@Singleton
class WebhookSecrets {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Logger LOG = Logger.getLogger(WebhookSecrets.class);

    private static final byte[] WELL_KNOWN = "sim-webhook-secret".getBytes(StandardCharsets.UTF_8);

    private final WebhookConfig config;
    private final LocalBuild build;
    private volatile List<byte[]> active = List.of();
    private volatile boolean complained;
    private @Nullable Cancellable rereading;

    WebhookSecrets(WebhookConfig config, LocalBuild build) {
        this.config = config;
        this.build = build;
        Found found = find();
        if (found.secrets().isEmpty() && !build.isOne()) {
            throw new ConfigurationException(
                    "No secret of UQPAY's webhooks is configured: set CARDWIRE_WEBHOOK_SECRETS, or "
                            + "CARDWIRE_WEBHOOK_SECRET_FILES to files that hold one in each line.");
        }
        if (found.secrets().stream().anyMatch(this::isWeak)) {
            throw new ConfigurationException(
                    "CARDWIRE_WEBHOOK_SECRETS, or a file of CARDWIRE_WEBHOOK_SECRET_FILES, holds"
                            + " a secret of less than 16 bytes or of one repeated byte: replace it.");
        }
        if (!build.isOne() && found.secrets().stream().anyMatch(secret -> Arrays.equals(secret, WELL_KNOWN))) {
            throw new ConfigurationException(
                    "CARDWIRE_WEBHOOK_SECRETS holds the secret of the local UQPAY, which everybody knows: replace it.");
        }
        // after the refusals: it may complain as well
        use(found);
    }

    /** All secrets under which a signature counts now; none means that nothing can be verified. */
    List<byte[]> active() {
        return active;
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started) {
        if (!files().isEmpty()) {
            rereading = Multi.createFrom()
                    .ticks()
                    .every(config.secretReread())
                    .onOverflow()
                    .drop()
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .subscribe()
                    .with(tick -> read());
        }
    }

    @PreDestroy
    void stop() {
        if (rereading != null) {
            rereading.cancel();
        }
    }

    /** Reads the files once; never on an event loop. */
    final void read() {
        use(find());
    }

    private record Found(List<byte[]> secrets, boolean readable) {}

    private Found find() {
        List<byte[]> found = new ArrayList<>();
        config.secrets().orElse(List.of()).forEach(secret -> add(found, secret));
        boolean readable = true;
        for (Path file : files()) {
            try {
                Files.readAllLines(file, StandardCharsets.UTF_8).forEach(line -> add(found, line));
            } catch (IOException unreadable) {
                readable = false;
            }
        }
        return new Found(found, readable);
    }

    /** A weak one is left out: the start refuses it, and a file that is half written must not become a secret later. */
    private void use(Found found) {
        List<byte[]> strong =
                found.secrets().stream().filter(secret -> !isWeak(secret)).toList();
        active = strong;
        complain(
                strong.isEmpty(),
                found.readable() && strong.size() == found.secrets().size());
    }

    private boolean isWeak(byte[] secret) {
        return !build.isOne() && SecretStrength.isWeak(secret);
    }

    private List<Path> files() {
        return config.secretFiles().orElse(List.of());
    }

    private static void add(List<byte[]> found, String secret) {
        // an editor that begins a file with the mark of its byte order would make the first secret another one
        String plain = (secret.startsWith(BYTE_ORDER_MARK) ? secret.substring(1) : secret).strip();
        if (!plain.isEmpty()) {
            found.add(plain.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Once for each time that something goes wrong: this runs every few seconds. */
    private void complain(boolean none, boolean usable) {
        if (none && !complained) {
            LOG.error("no secret of UQPAY's webhooks is configured: every event is answered 503");
        } else if (!usable && !complained) {
            LOG.warn(
                    "a file of cardwire.webhook.secret-files cannot be read, or holds a secret of less than 16 bytes or"
                            + " of one repeated byte: it is not used");
        }
        complained = none || !usable;
    }
}
