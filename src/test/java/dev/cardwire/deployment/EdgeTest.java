// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Both edges let in what callers, people and UQPAY need, and treat streams and writes as they must be treated. */
class EdgeTest {

    private static final Pattern RESOURCE_PATH = Pattern.compile("^@Path\\(\"([^\"]+)\"\\)", Pattern.MULTILINE);
    private static final Pattern ROUTE = Pattern.compile("router\\.[a-z]+\\(\"([^\"]+)\"\\)");
    private static final Pattern ISSUER = Pattern.compile("```yaml\\n(apiVersion: cert-manager.*?)```", Pattern.DOTALL);

    /** Compared once with the definitions of Envoy Gateway 1.9: a misspelt property would be ignored there. */
    private static final Set<String> ENVOY_GATEWAY = Set.of(
            "spec.targetRefs",
            "spec.retry.numRetries",
            "spec.retry.retryOn.triggers",
            "spec.loadBalancer.type",
            "spec.circuitBreaker.maxConnections",
            "spec.circuitBreaker.maxParallelRequests",
            "spec.headers.requestID",
            "spec.timeout.http.requestReceivedTimeout",
            "spec.provider.type",
            "spec.provider.kubernetes.envoyDeployment.replicas",
            "spec.provider.kubernetes.envoyPDB.minAvailable",
            "spec.telemetry.accessLog.settings");

    static boolean isOfEnvoyGateway(Manifest object) {
        return object.text("apiVersion").startsWith("gateway.envoyproxy.io/");
    }

    @Test
    void edgesLeadOnlyToWhatExistsAndNeverToMetricsOrHealth() throws IOException {
        Set<String> served = servedPaths();
        List<String> open = new ArrayList<>();
        ManifestSources.ofKind("Ingress")
                .flatMap(edge -> edge.holders("pathType").stream())
                .forEach(path -> open.add(path.get("pathType") + " " + path.get("path")));
        routes().forEach(path ->
                open.add(String.valueOf(path.get("type")).replace("Path", "") + " " + path.get("value")));
        assertThat(open).isNotEmpty().allSatisfy(path -> {
            String value = path.substring(path.indexOf(' ') + 1);
            assertThat(served)
                    .as(path)
                    .anyMatch(
                            path.startsWith("Exact")
                                    ? value::equals
                                    : one -> one.equals(value) || one.startsWith(value + "/"));
            assertThat(value).doesNotStartWith("/q/health").doesNotStartWith("/q/metrics");
            assertThat(value).doesNotStartWith("/simulator").isNotEqualTo("/q");
        });
        assertThat(open)
                .as("a prefix at the root would open health and metrics")
                .doesNotContain("Prefix /");
    }

    @Test
    void bothEdgesOpenTheSamePaths() {
        List<String> ingress = ManifestSources.ofKind("Ingress")
                .flatMap(edge -> edge.holders("pathType").stream())
                .map(path -> path.get("pathType") + " " + path.get("path"))
                .toList();
        assertThat(routes())
                .extracting(path -> String.valueOf(path.get("type")).replace("Path", "") + " " + path.get("value"))
                .containsExactlyInAnyOrderElementsOf(ingress);
    }

    /** A link that leads nowhere in production is found by nobody before production. */
    @Test
    void linksOfProblemPagesAreRouted() throws IOException {
        List<String> links = Pattern.compile("href=\"(/[^\"/]+/[^\"/]+)/?\"")
                .matcher(Files.readString(Path.of("src/main/java/dev/cardwire/problem/ProblemPages.java")))
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links).contains("/q/swagger-ui").allSatisfy(link -> assertThat(routes())
                .anySatisfy(path -> assertThat(link).startsWith(String.valueOf(path.get("value")))));
    }

    @Test
    void webhookAndApiHaveHostsOfTheirOwn() {
        List<Map<String, Object>> listeners =
                ManifestSources.only("Gateway", "cardwire").list("spec", "listeners");
        assertThat(listeners).extracting(one -> one.get("name")).containsExactly("http", "api", "webhook");
        assertThat(listeners.get(1).get("hostname"))
                .isNotNull()
                .isNotEqualTo(listeners.get(2).get("hostname"));
        assertThat(ManifestSources.ofKind("HTTPRoute").toList())
                .as("those of their listener, so that there is one place to change")
                .noneMatch(route -> route.map("spec").containsKey("hostnames"));
        assertThat(hosts(ManifestSources.only("Ingress", "cardwire-webhook")))
                .doesNotContainAnyElementsOf(hosts(ManifestSources.only("Ingress", "cardwire-api")))
                .isNotEmpty();
    }

    @Test
    void streamsAreNeitherBufferedNorCutNorLoggedByIngress() {
        Map<String, Object> annotations =
                ManifestSources.only("Ingress", "cardwire-streams").map("metadata", "annotations");
        assertThat(annotations)
                .containsEntry("nginx.ingress.kubernetes.io/proxy-buffering", "off")
                .containsEntry("nginx.ingress.kubernetes.io/enable-access-log", "false");
        String silence = String.valueOf(annotations.get("nginx.ingress.kubernetes.io/proxy-read-timeout"));
        Duration quiet =
                DurationConverter.parseDuration(KnownSettings.ours("src/main").get("cardwire.stream.pace.quiet"));
        assertThat(Duration.ofSeconds(Long.parseLong(silence))).isGreaterThan(quiet.multipliedBy(4));
    }

    @Test
    void streamsAreNeitherCutNorLoggedByTheGateway() {
        assertThat(ManifestSources.only("HTTPRoute", "cardwire-api")
                        .list("spec", "rules")
                        .get(0))
                .containsEntry("timeouts", Map.of("request", "0s", "backendRequest", "0s"));
        Map<String, Object> log = ManifestSources.only("EnvoyProxy", "cardwire")
                .list("spec", "telemetry", "accessLog", "settings")
                .get(0);
        assertThat(Manifest.asMap(Manifest.at(log, "format", "json")).values().stream()
                        .map(String::valueOf)
                        .filter(field -> field.contains("PATH")))
                .containsExactly("%REQ_WITHOUT_QUERY(:PATH)%");
    }

    /** A write that was sent must never be sent again by a proxy; a connection that was refused carried nothing. */
    @Test
    void onlyConnectionsThatNeverCameAboutAreTriedAgain() {
        Manifest replicas = ManifestSources.only("BackendTrafficPolicy", "cardwire");
        assertThat(Manifest.at(replicas.content(), "spec", "retry", "retryOn"))
                .isEqualTo(Map.of("triggers", List.of("connect-failure")));
        assertThat(ManifestSources.only("Ingress", "cardwire-api").map("metadata", "annotations"))
                .as("without non_idempotent, nginx sends no POST or PATCH twice")
                .containsEntry("nginx.ingress.kubernetes.io/proxy-next-upstream", "error timeout");
    }

    @Test
    void gatewayHasRoomForEveryStreamOfEveryReplica() {
        int most = Integer.parseInt(ManifestSources.from("base/autoscaler.yaml").text("spec", "maxReplicas"))
                * Integer.parseInt(
                        ManifestSources.from("base/cardwire.env").text("data", "CARDWIRE_STREAM_LIMITS_STREAMS"));
        assertThat(ManifestSources.only("BackendTrafficPolicy", "cardwire")
                        .map("spec", "circuitBreaker")
                        .values())
                .hasSize(2)
                .allSatisfy(limit -> assertThat((int) limit).isGreaterThan(most));
    }

    @Test
    void gatewayKeepsTheIdOfTheCaller() {
        assertThat(ManifestSources.only("ClientTrafficPolicy", "cardwire").text("spec", "headers", "requestID"))
                .isEqualTo("PreserveOrGenerate");
    }

    @Test
    void everyPropertyOfEnvoyGatewayExists() {
        List<Manifest> objects = ManifestSources.all().stream()
                .filter(EdgeTest::isOfEnvoyGateway)
                .toList();
        Set<String> set = new TreeSet<>();
        objects.forEach(object -> properties("spec", object.map("spec"), set));
        assertThat(objects).hasSize(3);
        assertThat(set).isEqualTo(new TreeSet<>(ENVOY_GATEWAY));
    }

    /** Everything is denied, and cert-manager starts the solver in the namespace of the certificate. */
    @ParameterizedTest
    @ValueSource(strings = {"edge/gateway", "edge/ingress"})
    void letsCertificatesBeIssued(String edge) throws Exception {
        assertThat(ManifestSources.render(edge))
                .filteredOn(one -> one.kind().equals("NetworkPolicy"))
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.map("spec", "podSelector", "matchLabels"))
                            .isEqualTo(Map.of("acme.cert-manager.io/http01-solver", "true"));
                    assertThat(policy.holders("port"))
                            .extracting(port -> port.get("port"))
                            .containsExactly(8089);
                });
    }

    @Test
    void issuerOfTheDocumentsFitsTheGateway() throws IOException {
        MatchResult issuer = ISSUER.matcher(Files.readString(Path.of("docs/install.md")))
                .results()
                .findFirst()
                .orElseThrow();
        Manifest documented = new Manifest("docs/install.md", new Yaml().load(issuer.group(1)));
        Manifest gateway = ManifestSources.only("Gateway", "cardwire");
        assertThat(gateway.map("metadata", "annotations")).containsEntry("cert-manager.io/issuer", documented.name());
        assertThat(documented.holders("parentRefs").get(0).get("parentRefs"))
                .isEqualTo(List.of(Map.of("name", gateway.name(), "sectionName", "http")));
    }

    @Test
    void productionUsesTheGateway() throws Exception {
        List<Manifest> objects = ManifestSources.render("overlays/production");
        assertThat(objects)
                .extracting(Manifest::kind)
                .contains("Gateway", "EnvoyProxy")
                .doesNotContain("Ingress");
        assertThat(objects)
                .filteredOn(one -> one.kind().equals("Gateway"))
                .singleElement()
                .satisfies(gateway -> assertThat(gateway.map("spec", "infrastructure", "parametersRef"))
                        .containsEntry("kind", "EnvoyProxy")
                        .containsEntry("name", "cardwire"));
    }

    private static void properties(String path, Map<String, Object> from, Set<String> into) {
        from.forEach((name, value) -> {
            if (value instanceof Map<?, ?>) {
                properties(path + "." + name, Manifest.asMap(value), into);
            } else {
                into.add(path + "." + name);
            }
        });
    }

    private static List<Map<String, Object>> routes() {
        return ManifestSources.ofKind("HTTPRoute")
                .flatMap(edge -> edge.holders("path").stream())
                .map(match -> Manifest.asMap(match.get("path")))
                .toList();
    }

    private static Set<String> servedPaths() throws IOException {
        Set<String> paths = new TreeSet<>(Set.of("/q/swagger-ui", "/q/openapi"));
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String source = Files.readString(file);
                Stream.of(RESOURCE_PATH, ROUTE)
                        .flatMap(pattern -> pattern.matcher(source).results())
                        .forEach(found -> paths.add(found.group(1)));
            }
        }
        Path pages = Path.of("src/main/resources/META-INF/resources");
        try (Stream<Path> files = Files.walk(pages)) {
            files.filter(Files::isRegularFile).forEach(file -> paths.add("/" + pages.relativize(file)));
        }
        return paths;
    }

    private static List<String> hosts(Manifest ingress) {
        return ingress.holders("host").stream()
                .map(rule -> String.valueOf(rule.get("host")))
                .toList();
    }
}
