// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.ProblemWriter;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns {@code Authorization: Bearer …} into a caller, by an API key or by a token of the configured issuer. */
@ApplicationScoped
public class BearerMechanism implements HttpAuthenticationMechanism {

    /** The attribute of an identity that says when its token ends; a key has none. */
    static final String UNTIL = "cardwire.until";

    private static final String SCHEME = "bearer ";
    private static final String KNOWN = BearerMechanism.class.getName();

    private final ApiKeys keys;
    private final OwnKey ownKey;
    private final IssuedTokens tokens;
    private final CallerLimits limits;
    private final ProblemWriter problems;

    BearerMechanism(ApiKeys keys, OwnKey ownKey, IssuedTokens tokens, CallerLimits limits, ProblemWriter problems) {
        this.keys = keys;
        this.ownKey = ownKey;
        this.tokens = tokens;
        this.limits = limits;
        this.problems = problems;
    }

    /**
     * The caller of a request: empty when nothing came that proves one. Fails with a problem when the issuer cannot be
     * asked for its keys.
     */
    public Uni<Optional<Caller>> callerOf(RoutingContext request) {
        Optional<Caller> before = request.get(KNOWN);
        return before == null
                ? found(request).invoke(caller -> request.put(KNOWN, caller))
                : Uni.createFrom().item(before);
    }

    /** The name of the caller that a request was found to be of; null as long as nobody asked, or nothing proves one. */
    public static @Nullable String nameIn(RoutingContext request) {
        Optional<Caller> known = request.get(KNOWN);
        return known == null ? null : known.map(Caller::name).orElse(null);
    }

    /**
     * The same, for a request that is going to be worked on: it counts for the caller's limit, once. Fails with a problem
     * too when that is reached.
     */
    Uni<Optional<Caller>> admit(RoutingContext request) {
        return callerOf(request).invoke(known -> known.ifPresent(caller -> limits.enter(caller, request)));
    }

    private Uni<Optional<Caller>> found(RoutingContext request) {
        Optional<String> bearer = bearerOf(request);
        Optional<Caller> known = bearer.flatMap(keys::callerOf).or(() -> bearer.flatMap(ownKey::callerOf));
        return known.isEmpty() && bearer.filter(tokens::mayBeOne).isPresent()
                ? tokens.callerOf(request)
                : Uni.createFrom().item(known);
    }

    /** Whether the request carries an {@code Authorization} header at all, right or wrong. */
    public boolean triesKey(RoutingContext request) {
        return request.request().getHeader("Authorization") != null;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        if (!triesKey(request)) {
            return Uni.createFrom().nullItem();
        }
        return admit(request)
                .map(known -> known.orElseThrow(() -> new AuthenticationFailedException()))
                .map(BearerMechanism::identity);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    /** Paths that are no resources (metrics, the API's description) are answered here and nowhere else. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext request) {
        problems.answer(request, ProblemException.unauthenticated());
        return Uni.createFrom().item(true);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    /** Before the one for tokens alone, which would refuse every key. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1_000;
    }

    private static Optional<String> bearerOf(RoutingContext request) {
        String header = request.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(header.substring(SCHEME.length()).trim());
    }

    private static SecurityIdentity identity(Caller caller) {
        QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.name()))
                .addRoles(caller.roles());
        if (caller.until() != null) {
            identity.addAttribute(UNTIL, caller.until());
        }
        return identity.build();
    }
}
