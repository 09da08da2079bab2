// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A replica that can verify no event must not get any: another one may have the secret. */
@Readiness
@ApplicationScoped
class SecretsReadiness implements HealthCheck {

    private final WebhookSecrets secrets;

    SecretsReadiness(WebhookSecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("webhook secret")
                .status(!secrets.active().isEmpty())
                .build();
    }
}
