// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.cluster.CallBudget;
import dev.cardwire.start.StartOrder;
import dev.cardwire.status.PartReport;
import dev.cardwire.status.PartState;
import dev.cardwire.status.StatusSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the way to UQPAY is: the circuits of this replica, the token of all, the calls that are left in this minute. */
@Startup(StartOrder.FOUNDATIONS) // so that its figure is there before the first call
@ApplicationScoped
class UqpayStatus implements StatusSource {

    private static final List<String> GROUPS = List.of("reads", "checks", "writes", "token");
    /** What is not known by then is left out: the circuits say more than a store that is away. */
    private static final Duration STORE_WITHIN = Duration.ofSeconds(1);

    private final CircuitBreakerMaintenance circuits;
    private final TokenRow row;
    private final TokenSeal seal;
    private final CallBudget budget;
    private final InstantSource clock;

    UqpayStatus(
            CircuitBreakerMaintenance circuits,
            TokenRow row,
            TokenSeal seal,
            TokenBroker broker,
            CallBudget budget,
            InstantSource clock,
            MeterRegistry metrics) {
        // a replica that stays behind the others is refused by UQPAY and does not notice
        metrics.gauge("cardwire.uqpay.token.generation", broker, TokenBroker::generation);
        this.circuits = circuits;
        this.row = row;
        this.seal = seal;
        this.budget = budget;
        this.clock = clock;
    }

    @Override
    public String part() {
        return "uqpay";
    }

    @Override
    public Uni<PartReport> report() {
        Map<String, CircuitBreakerState> states = new LinkedHashMap<>();
        GROUPS.forEach(group -> states.put(group, circuits.currentState("uqpay-" + group)));
        return Uni.combine()
                .all()
                .unis(token(), budget.left())
                .asTuple()
                .map(known -> report(states, known.getItem1(), known.getItem2()));
    }

    /** Of all replicas; the message says why it is missing. */
    private Uni<KnownToken> token() {
        return row.read()
                .ifNoItem()
                .after(STORE_WITHIN)
                .fail()
                .map(stored -> Optional.ofNullable(stored.ciphertext())
                        .flatMap(bytes -> seal.open(stored.generation(), bytes))
                        .map(this::known)
                        .orElse(new KnownToken("no token yet", false)))
                .onFailure()
                .recoverWithItem(new KnownToken("token unknown: PostgreSQL does not answer", false));
    }

    private record KnownToken(String text, boolean valid) {}

    private KnownToken known(Token token) {
        Instant now = clock.instant();
        String age = "token " + token.generation() + ", " + seconds(token.issuedAt(), now) + " s old, ";
        return token.isValid(now)
                ? new KnownToken(age + "valid for " + seconds(now, token.expiresAt()) + " s", true)
                : new KnownToken(age + "expired", false);
    }

    private static PartReport report(Map<String, CircuitBreakerState> states, KnownToken token, int left) {
        String circuits = states.entrySet().stream()
                .map(each -> each.getKey() + " "
                        + each.getValue().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        String detail = "circuits: " + circuits + "; " + token.text() + "; " + left + " calls left in this minute";
        return new PartReport(state(states, token, left), detail, null);
    }

    private static PartState state(Map<String, CircuitBreakerState> states, KnownToken token, int left) {
        List<String> open = states.entrySet().stream()
                .filter(each -> each.getValue() == CircuitBreakerState.OPEN)
                .map(Map.Entry::getKey)
                .toList();
        if (open.containsAll(List.of("reads", "checks", "writes")) || (open.contains("token") && !token.valid())) {
            return PartState.DOWN;
        }
        boolean closed = states.values().stream().allMatch(each -> each == CircuitBreakerState.CLOSED);
        return closed && left > 0 ? PartState.OK : PartState.DEGRADED;
    }

    private static long seconds(Instant from, Instant to) {
        return Duration.between(from, to).toSeconds();
    }
}
