// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import dev.cardwire.masking.OutageLog;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tokens of the configured issuer: who carries one, with which of our roles, and for how long. */
@ApplicationScoped
class IssuedTokens {

    private static final Logger LOG = Logger.getLogger(IssuedTokens.class);
    private static final Pattern SIGNED = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /** The year 9999: a token that outlives every calendar was not made by an issuer that means it. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final IssuerTenant issuer;
    private final OidcAuthenticationMechanism mechanism;
    private final IdentityProviderManager identities;
    private final Map<String, Set<String>> roles;
    private final OutageLog outages;

    IssuedTokens(
            IssuerTenant issuer,
            OidcAuthenticationMechanism mechanism,
            IdentityProviderManager identities,
            AccessConfig config,
            InstantSource clock) {
        this.outages = OutageLog.of(LOG, "calls to the OpenID Connect issuer", clock);
        this.issuer = issuer;
        this.mechanism = mechanism;
        this.identities = identities;
        AccessConfig.OidcRoles names = config.oidc().roles();
        this.roles = Map.of(
                Roles.ISSUER, names.issuer(),
                Roles.VIEWER, names.viewer(),
                Roles.OPERATOR, names.operator(),
                Roles.SENSITIVE, names.sensitive());
    }

    /** Whether it is worth asking: an issuer is configured, and the text has the form of a signed token. */
    boolean mayBeOne(String text) {
        return issuer.isOn() && SIGNED.matcher(text).matches();
    }

    /** The caller whose token the request carries: empty when it is not the issuer's, not for us, or has ended. */
    Uni<Optional<Caller>> callerOf(RoutingContext request) {
        IssuerTenant.want(request);
        return mechanism
                .authenticate(request, identities)
                .map(identity -> Optional.ofNullable(identity).flatMap(this::caller))
                .onFailure(AuthenticationFailedException.class)
                .recoverWithItem(Optional.empty())
                .invoke(outages::answered)
                .onFailure()
                .transform(this::unanswered);
    }

    private Optional<Caller> caller(SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Optional.empty();
        }
        String client = claim(token, "azp");
        String name = client == null ? claim(token, "client_id") : client;
        Set<String> ours = new HashSet<>();
        roles.forEach((role, names) -> {
            if (!Collections.disjoint(names, identity.getRoles())) {
                ours.add(role);
            }
        });
        if (name == null || token.getExpirationTime() > LAST_SECOND) {
            return Optional.empty();
        }
        return Optional.of(
                new Caller(token.getIssuer() + "#" + name, ours, Instant.ofEpochSecond(token.getExpirationTime())));
    }

    private static @Nullable String claim(JsonWebToken token, String name) {
        Object value = token.getClaim(name);
        return value instanceof String text && !text.isBlank() ? text : null;
    }

    /** The token could not be checked, which does not make it wrong: a client must not throw it away. */
    private ProblemException unanswered(Throwable failure) {
        outages.failed(failure);
        return new ProblemException(ProblemCode.OVERLOADED, "The issuer of this token does not answer. Try again.");
    }
}
