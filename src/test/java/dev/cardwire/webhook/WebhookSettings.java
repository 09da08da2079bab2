package dev.cardwire.webhook;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** The settings with their defaults, and what a test changes of them. */
final class WebhookSettings {

    private WebhookSettings() {}

    static WebhookConfig with(Map<String, String> changes) {
        return builder(changes).withMapping(WebhookConfig.class).build().getConfigMapping(WebhookConfig.class);
    }

    static OtpConfig otp(Map<String, String> changes) {
        return builder(changes).withMapping(OtpConfig.class).build().getConfigMapping(OtpConfig.class);
    }

    private static SmallRyeConfigBuilder builder(Map<String, String> changes) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().withConverter(Duration.class, 200, new DurationConverter());
        changes.forEach(builder::withDefaultValue);
        return builder;
    }
}
