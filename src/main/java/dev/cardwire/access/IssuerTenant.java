// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import dev.cardwire.build.LocalBuild;
import dev.cardwire.start.StartOrder;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The issuer whose tokens count beside the keys. It is asked when its first token comes, not at start: callers with a key
 * do not depend on it.
 */
@Startup(StartOrder.SETTINGS) // refused before anything runs
@ApplicationScoped
class IssuerTenant implements TenantConfigResolver {

    private static final String WANTED = IssuerTenant.class.getName();

    private final @Nullable OidcTenantConfig tenant;

    IssuerTenant(AccessConfig config, LocalBuild build) {
        this.tenant = config.oidc()
                .issuer()
                .map(issuer -> tenant(issuer, config.oidc(), build.isOne()))
                .orElse(null);
    }

    boolean isOn() {
        return tenant != null;
    }

    /** Only for this request: no other one makes the issuer be asked. */
    static void want(RoutingContext request) {
        request.put(WANTED, true);
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext request, OidcRequestContext<OidcTenantConfig> ignored) {
        return Uni.createFrom().item(request.get(WANTED) == null ? null : tenant);
    }

    private static OidcTenantConfig tenant(String issuer, AccessConfig.OidcConfig config, boolean localBuild) {
        String scheme = scheme(issuer);
        if (!"https".equals(scheme) && !(localBuild && "http".equals(scheme))) {
            throw new ConfigurationException("CARDWIRE_ACCESS_OIDC_ISSUER must be an https URL.");
        }
        String audience = Optional.ofNullable(config.audience().orElse(null))
                .filter(name -> !name.isBlank())
                .orElseThrow(() -> new ConfigurationException("CARDWIRE_ACCESS_OIDC_AUDIENCE is not set: without it a"
                        + " token that the issuer made for any other application would count here."));
        return OidcTenantConfig.builder()
                .tenantId("callers")
                .authServerUrl(issuer)
                .applicationType(ApplicationType.SERVICE)
                .token()
                .issuer(issuer)
                .audience(audience)
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false)
                .end()
                .roles()
                .roleClaimPath(config.rolesClaim())
                .end()
                .build();
    }

    private static @Nullable String scheme(String issuer) {
        try {
            URI url = URI.create(issuer);
            return url.getHost() == null ? null : url.getScheme();
        } catch (IllegalArgumentException notUrl) {
            return null;
        }
    }
}
