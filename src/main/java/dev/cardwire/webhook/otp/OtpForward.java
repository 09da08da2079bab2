// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.otp;

import dev.cardwire.build.LocalBuild;
import dev.cardwire.masking.OutageLog;
import dev.cardwire.masking.RootCause;
import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands one-time passwords on to the receiver that passes them to the cardholder: the event as UQPAY sent it, signed by us. Nothing of it is
 * kept or logged here; whether it arrived is all that anybody learns.
 */
@Startup(StartOrder.SETTINGS) // refused before anything runs
@Singleton
public class OtpForward {

    private static final Logger LOG = Logger.getLogger(OtpForward.class);

    private static final String WELL_KNOWN = "whsec_bG9jYWwtZGV2ZWxvcG1lbnQtb3RwLXNlY3JldA==";

    private static final int OK_FROM = 200;
    private static final int OK_TO = 299;

    private final HttpClient client;
    private final InstantSource clock;
    private final Duration timeout;
    private final @Nullable Receiver receiver;
    private final OutageLog outages;

    private record Receiver(URI url, StandardSignature signature) {}

    OtpForward(OtpConfig config, LocalBuild build, Vertx vertx, InstantSource clock) {
        this.receiver = receiver(config, build);
        this.timeout = config.timeout();
        this.clock = clock;
        this.outages = OutageLog.of(LOG, "deliveries to the receiver of one-time passwords", clock);
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(config.connections())
                .setConnectTimeout((int) timeout.toMillis())
                // an answer that never ends must not hold its connection for ever
                .setIdleTimeout((int) timeout.toSeconds() * 2));
        if (receiver == null) {
            // a laptop needs none
            LOG.log(
                    build.isOne() ? Logger.Level.INFO : Logger.Level.WARN,
                    "cardwire.otp.forward-url is not set: 3DS codes and other one-time passwords reach nobody");
        }
    }

    /** The code was not taken, so UQPAY has to send it again. */
    public static final class NotTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotTaken(String why) {
            super(why, null, false, false);
        }
    }

    /** Whether a receiver of codes is configured. */
    public boolean isOn() {
        return receiver != null;
    }

    /**
     * Sends the event on.
     *
     * @param body as UQPAY sent it; the receiver knows a repetition by its id, which is the event's
     * @return ends when the receiver has it; fails with {@link NotTaken} on any answer but 2xx, or none in time
     */
    public Uni<Void> send(UUID eventId, byte[] body) {
        if (receiver == null) {
            return Uni.createFrom().voidItem();
        }
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(receiver.url().toString());
        request.setTimeout(timeout.toMillis());
        request.putHeader("content-type", "application/json");
        receiver.signature().headers(eventId.toString(), clock.instant(), body).forEach(request::putHeader);
        return Uni.createFrom()
                .completionStage(() -> client.request(request)
                        // inside of the first: from another thread the second would ask for an end that is over already
                        .compose(open -> open.send(Buffer.buffer(body))
                                .compose(answer -> answer.end().map(ended -> answer.statusCode())))
                        .toCompletionStage())
                .ifNoItem()
                .after(timeout)
                .fail()
                // the cause may quote the request: it goes to the log, masked, and no further
                .onFailure()
                .transform(failure -> notTaken(failure.getClass().getSimpleName(), RootCause.of(failure)))
                .invoke(this::check)
                .replaceWithVoid();
    }

    private void check(int status) {
        if (status < OK_FROM || status > OK_TO) {
            throw notTaken("status " + status, "status " + status);
        }
        outages.answered();
    }

    private NotTaken notTaken(String why, String cause) {
        outages.failed(cause);
        return new NotTaken(why);
    }

    @PreDestroy
    void stop() {
        client.close();
    }

    private static @Nullable Receiver receiver(OtpConfig config, LocalBuild build) {
        URI url = config.forwardUrl().orElse(null);
        if (url == null) {
            return null;
        }
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        boolean plain = "http".equalsIgnoreCase(url.getScheme()) && build.isOne();
        if (url.getHost() == null || (!secure && !plain)) {
            throw new ConfigurationException("CARDWIRE_OTP_FORWARD_URL must be an https URL.");
        }
        StandardSignature signature = config.secret()
                .flatMap(StandardSignature::of)
                .orElseThrow(() -> new ConfigurationException(
                        "CARDWIRE_OTP_SECRET must be whsec_ and the base64 of at least 24 random bytes."));
        if (!build.isOne() && config.secret().filter(WELL_KNOWN::equals).isPresent()) {
            throw new ConfigurationException("CARDWIRE_OTP_SECRET is the well-known development secret: replace it.");
        }
        return new Receiver(url, signature);
    }
}
