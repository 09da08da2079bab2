// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.observability.KnownMetrics;
import io.quarkus.runtime.configuration.DurationConverter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What k8s/ says about the application is true of the application. */
class DeploymentTest {

    // -- sources, always

    @Test
    void everyVariableIsASettingThatCanStillBeChanged() {
        assertKnown(variables(ManifestSources.all()));
    }

    @Test
    void probesAskForWhatTheApplicationServes() throws IOException {
        String root = applicationProperties().getProperty("quarkus.smallrye-health.root-path", "/q/health");
        Map<String, Object> container = deployment().containers().get(0);
        assertThat(Manifest.at(container, "startupProbe", "httpGet", "path")).isEqualTo(root + "/started");
        assertThat(Manifest.at(container, "livenessProbe", "httpGet", "path")).isEqualTo(root + "/live");
        assertThat(Manifest.at(container, "readinessProbe", "httpGet", "path")).isEqualTo(root + "/ready");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(Manifest.at(container, probe, "httpGet", "port")).isEqualTo("http");
        }
    }

    /** A pause of three seconds was longer than a native start, warm-up included. */
    @Test
    void probesAreNoSlowerThanANativeStart() throws IOException {
        Map<String, Object> container = deployment().containers().get(0);
        assertThat(Manifest.at(container, "startupProbe", "periodSeconds")).isEqualTo(1);
        assertThat(Manifest.at(container, "readinessProbe", "periodSeconds")).isEqualTo(1);
        assertThat(Manifest.at(container, "startupProbe", "failureThreshold"))
                .as("seconds that a start of the JVM may take")
                .isEqualTo(90);
        assertThat(Manifest.at(container, "readinessProbe", "failureThreshold"))
                .as("seconds that a replica may miss before its streams move")
                .isEqualTo(6);
    }

    @Test
    void portsAgreeFromTheEdgeToTheProcess() throws IOException {
        Map<String, Object> port =
                Manifest.asList(deployment().containers().get(0).get("ports")).get(0);
        assertThat(port).containsEntry("name", "http");
        assertThat(String.valueOf(port.get("containerPort")))
                .isEqualTo(applicationProperties().getProperty("quarkus.http.port"));
        Manifest service = ManifestSources.only("Service", "cardwire");
        assertThat(service.list("spec", "ports")).singleElement().satisfies(open -> {
            assertThat(open).containsEntry("name", "http").containsEntry("targetPort", "http");
        });
        assertThat(service.map("spec", "selector"))
                .isEqualTo(deployment().map("spec", "template", "metadata", "labels"));
        Object served = service.list("spec", "ports").get(0).get("port");
        ManifestSources.ofKind("HTTPRoute")
                .flatMap(route -> route.holders("backendRefs").stream())
                .flatMap(rule -> Manifest.asList(rule.get("backendRefs")).stream())
                .forEach(backend ->
                        assertThat(backend).containsEntry("name", "cardwire").containsEntry("port", served));
        ManifestSources.ofKind("Ingress")
                .flatMap(ingress -> ingress.holders("service").stream())
                .map(backend -> Manifest.asMap(backend.get("service")))
                .forEach(backend -> assertThat(backend)
                        .containsEntry("name", "cardwire")
                        .containsEntry("port", Map.of("name", "http")));
    }

    @Test
    void graceIsLongerThanEverythingAStopHasToDo() throws IOException {
        long grace = Long.parseLong(String.valueOf(deployment().pod().get("terminationGracePeriodSeconds")));
        long pause = Long.parseLong(String.valueOf(
                Manifest.at(deployment().containers().get(0), "lifecycle", "preStop", "sleep", "seconds")));
        long lastRequests = parse(applicationProperties().getProperty("quarkus.shutdown.timeout"))
                .toSeconds();
        for (Manifest map : configMaps()) {
            String set = (String) map.map("data").get("CARDWIRE_STREAM_PACE_DRAIN");
            Duration drain = set == null ? duration("cardwire.stream.pace.drain") : parse(set);
            assertThat(grace).as("%s", map).isGreaterThan(pause + drain.toSeconds() + lastRequests);
        }
    }

    @Test
    void everyContainerIsHardened() {
        Stream<Manifest> makers = ManifestSources.all().stream()
                .filter(source -> !source.containers().isEmpty())
                .filter(source -> source.containers().get(0).containsKey("image"));
        assertHardened(makers.toList());
    }

    /** Kubernetes takes no replica away while one of the metrics cannot be read, and not everybody has an adapter. */
    @Test
    void autoscalerLooksAtStreamsOnlyWhereItIsAskedTo() {
        List<Map<String, Object>> always =
                ManifestSources.from("base/autoscaler.yaml").list("spec", "metrics");
        assertThat(always).extracting(metric -> metric.get("type")).containsExactly("Resource");
        assertThat(streamsMetric())
                .as("a patch replaces the whole list")
                .containsAll(always)
                .extracting(metric -> metric.get("type"))
                .containsExactly("Resource", "Pods");
    }

    @Test
    void autoscalerAndAlertKnowHowManyStreamsFit() {
        Map<String, Object> pods = Manifest.asMap(streamsMetric().get(1).get("pods"));
        assertThat(KnownMetrics.names()).contains(String.valueOf(Manifest.at(pods, "metric", "name")));
        int target = Integer.parseInt(String.valueOf(Manifest.at(pods, "target", "averageValue")));
        Map<String, Object> limits = ManifestSources.from("base/cardwire.env").map("data");
        int fit = Integer.parseInt(String.valueOf(limits.get("CARDWIRE_STREAM_LIMITS_STREAMS")));
        int ofOneCaller = Integer.parseInt(String.valueOf(limits.get("CARDWIRE_STREAM_LIMITS_PER_CALLER")));
        assertThat(target).isEqualTo(fit * 2 / 3);
        assertThat(ofOneCaller)
                .as("replicas are added before a caller is refused, and none has one for itself")
                .isBetween(target + 1, fit - 1);
        assertThat(ManifestSources.only("PrometheusRule", "cardwire").holders("alert"))
                .filteredOn(alert -> "CardwireStreamsFull".equals(alert.get("alert")))
                .singleElement()
                .satisfies(
                        alert -> assertThat(String.valueOf(alert.get("expr"))).endsWith(" > " + fit * 9 / 10));
    }

    @Test
    void alertsAskForMetricsThatExistAndHaveRunbooks() throws IOException {
        String runbooks = Files.readString(Path.of("docs/alerts.md"));
        List<Map<String, Object>> alerts =
                ManifestSources.only("PrometheusRule", "cardwire").holders("alert");
        assertThat(alerts).isNotEmpty().allSatisfy(alert -> {
            String name = String.valueOf(alert.get("alert"));
            assertMetrics(name, String.valueOf(alert.get("expr")));
            assertThat(Manifest.at(alert, "annotations", "runbook_url"))
                    .isEqualTo("docs/alerts.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(runbooks).contains("\n### " + name + "\n");
        });
    }

    /** An overlay may give the Service another name. */
    @Test
    void jobOfRulesAndPanelsComesFromALabelOfTheService() throws Exception {
        assertThat(ManifestSources.only("ServiceMonitor", "cardwire").map("spec"))
                .containsEntry("jobLabel", "app.kubernetes.io/name");
        assertThat(ManifestSources.render("overlays/production"))
                .filteredOn(one -> one.kind().equals("Service"))
                .singleElement()
                .satisfies(service -> assertThat(service.map("metadata", "labels"))
                        .containsEntry("app.kubernetes.io/name", "cardwire"));
    }

    @Test
    void dashboardAsksForMetricsThatExistInTheChosenNamespaces() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("k8s/monitoring/cardwire.json").toFile());
        List<JsonNode> expressions = dashboard.findValues("expr");
        assertThat(expressions).isNotEmpty().allSatisfy(expression -> {
            assertMetrics("dashboard", expression.asText());
            assertThat(expression.asText()).contains("namespace=~\"$namespace\"");
        });
    }

    @Test
    void everySettingIsDescribed() throws IOException {
        String settings = Files.readString(Path.of("docs/configure.md"));
        KnownSettings.ours("src/main").forEach((property, byDefault) -> assertThat(settings)
                .as("docs/configure.md needs its entry, and a description below")
                .contains("\n* **`" + property + "`** · `" + KnownSettings.variable(property) + "` · "
                        + (byDefault.isEmpty() ? "no default" : "default `" + byDefault + "`") + ".\n  "));
    }

    @Test
    void everySecretIsDescribed() throws IOException {
        String secrets = Files.readString(Path.of("docs/install.md"));
        assertThat(secretKeys(ManifestSources.all())).isNotEmpty().allSatisfy(key -> assertThat(secrets)
                .contains("`" + key + "`"));
    }

    // -- rendered, where kubectl is

    @ParameterizedTest
    @ValueSource(strings = {"overlays/local", "overlays/production"})
    void rendersWhole(String overlay) throws Exception {
        List<Manifest> objects = ManifestSources.render(overlay);
        assertHardened(
                objects.stream().filter(one -> !one.containers().isEmpty()).toList());
        assertThat(objects)
                .as("nothing twice")
                .extracting(one -> one.kind() + "/" + one.name())
                .doesNotHaveDuplicates();
        assertThat(objects).anySatisfy(one -> {
            assertThat(one.name()).isEqualTo("default-deny");
            assertThat(one.map("spec")).containsEntry("podSelector", Map.of());
            assertThat(one.content().toString()).contains("Ingress").contains("Egress");
        });
        objects.stream()
                .flatMap(one -> one.containers().stream())
                .map(container -> String.valueOf(container.get("image")))
                .forEach(image -> assertThat(image).contains(":").doesNotEndWith(":latest"));
        assertKnown(variables(objects));
        Set<String> names =
                objects.stream().map(one -> one.kind() + "/" + one.name()).collect(Collectors.toSet());
        objects.stream().flatMap(one -> one.holders("configMapRef").stream()).forEach(reference -> assertThat(names)
                .contains("ConfigMap/" + Manifest.at(reference, "configMapRef", "name")));
        objects.stream()
                .map(one -> (String) one.pod().get("serviceAccountName"))
                .filter(one -> one != null)
                .forEach(account -> assertThat(names).contains("ServiceAccount/" + account));
        objects.stream().filter(Manifest::isSettings).forEach(map -> assertThat(map.map("data"))
                .containsKeys("CARDWIRE_DATABASE_URL", "CARDWIRE_REDIS_URL")
                .containsEntry("QUARKUS_FLYWAY_MIGRATE_AT_START", "false"));
    }

    @Test
    void localOverlayBringsEverySecretItRefersTo() throws Exception {
        List<Manifest> objects = ManifestSources.render("overlays/local");
        Set<String> there = new HashSet<>();
        objects.stream()
                .filter(one -> one.kind().equals("Secret"))
                .forEach(secret -> secret.map("data").keySet().forEach(key -> there.add(secret.name() + "/" + key)));
        assertThat(there).containsAll(neededSecretKeys(objects));
    }

    @Test
    void productionOverlayScalesOnStreamsToo() throws Exception {
        assertThat(ManifestSources.render("overlays/production"))
                .filteredOn(one -> one.kind().equals("HorizontalPodAutoscaler"))
                .singleElement()
                .satisfies(scaler -> assertThat(scaler.list("spec", "metrics")).isEqualTo(streamsMetric()));
    }

    /** Everything is denied, so each of these that were missing, or chose no pods, would be an outage. */
    @Test
    void productionOverlayLetsThroughWhatIsNeededAndNothingElse() throws Exception {
        List<Manifest> objects = ManifestSources.render("overlays/production");
        List<Manifest> policies = objects.stream()
                .filter(one -> one.kind().equals("NetworkPolicy"))
                .filter(one -> !one.name().equals("default-deny"))
                .toList();
        assertThat(policies)
                .extracting(policy -> policy.name() + " " + ports(policy))
                .containsExactlyInAnyOrder(
                        "cardwire-from-edge [http/TCP]",
                        "cardwire-from-monitoring [http/TCP]",
                        "cardwire-to-names [53/TCP, 53/UDP]",
                        "cardwire-to-stores [5432/TCP, 6379/TCP]",
                        "cardwire-to-uqpay [443/TCP]",
                        "solver-from-edge [8089/TCP]");
        Map<String, Object> replica =
                Manifest.asMap(Manifest.at(deployment().content(), "spec", "template", "metadata", "labels"));
        assertThat(policies)
                .filteredOn(policy -> !policy.name().startsWith("solver"))
                .allSatisfy(policy -> {
                    assertThat(replica).containsAllEntriesOf(policy.map("spec", "podSelector", "matchLabels"));
                    assertThat(Manifest.asList(Manifest.at(policy.content(), "spec", "ingress"))
                                            .size()
                                    + Manifest.asList(Manifest.at(policy.content(), "spec", "egress"))
                                            .size())
                            .isEqualTo(1);
                });
    }

    @Test
    void productionOverlayBringsNoSecret() throws Exception {
        assertThat(ManifestSources.render("overlays/production"))
                .noneMatch(one -> one.kind().equals("Secret"));
    }

    // -- words of the tests

    private static void assertHardened(List<Manifest> makers) {
        assertThat(makers).isNotEmpty().allSatisfy(maker -> {
            assertThat(Manifest.asMap(maker.pod().get("securityContext")))
                    .containsEntry("runAsNonRoot", true)
                    .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
            assertThat(maker.pod()).containsEntry("automountServiceAccountToken", false);
            assertThat(maker.containers()).allSatisfy(container -> {
                assertThat(Manifest.asMap(container.get("securityContext")))
                        .containsEntry("readOnlyRootFilesystem", true)
                        .containsEntry("allowPrivilegeEscalation", false)
                        .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
                assertThat(Manifest.asMap(Manifest.at(container, "resources", "requests")))
                        .containsKeys("cpu", "memory");
                assertThat(Manifest.asMap(Manifest.at(container, "resources", "limits")))
                        .containsKey("memory");
            });
        });
    }

    private static void assertMetrics(String what, String expression) {
        Set<String> asked = KnownMetrics.in(expression);
        assertThat(asked.size() + (expression.contains("cardwire:") ? 1 : 0))
                .as(what)
                .isPositive();
        assertThat(KnownMetrics.names()).as(what).containsAll(asked);
        assertThat(KnownMetrics.missingNatively(expression)).as(what).isEmpty();
    }

    /** {@code secret/key} for every key that a container takes, or {@code secret} where it takes all of them. */
    private static Set<String> secretKeys(List<Manifest> objects) {
        Set<String> keys = new TreeSet<>();
        objects.forEach(one -> one.holders("secretKeyRef").forEach(reference -> {
            Map<String, Object> secret = Manifest.asMap(reference.get("secretKeyRef"));
            keys.add(secret.get("name") + "/" + secret.get("key"));
        }));
        return keys;
    }

    private static Set<String> neededSecretKeys(List<Manifest> objects) {
        Set<String> keys = secretKeys(objects);
        objects.forEach(one -> one.holders("secretKeyRef").stream()
                .map(reference -> Manifest.asMap(reference.get("secretKeyRef")))
                .filter(secret -> Boolean.TRUE.equals(secret.get("optional")))
                .forEach(secret -> keys.remove(secret.get("name") + "/" + secret.get("key"))));
        return keys;
    }

    private static void assertKnown(Set<String> variables) {
        List<Pattern> known = KnownSettings.variables();
        assertThat(variables).isNotEmpty().allSatisfy(variable -> assertThat(known)
                .as("%s", variable)
                .anyMatch(pattern -> pattern.matcher(variable).matches()));
    }

    /** What is set for the application anywhere among the objects. */
    private static Set<String> variables(List<Manifest> objects) {
        Set<String> variables = new TreeSet<>();
        objects.stream()
                .filter(Manifest::isSettings)
                .forEach(map -> variables.addAll(map.map("data").keySet()));
        objects.stream()
                .filter(one -> one.kind().equals("Deployment") || one.kind().equals("Job"))
                .filter(one -> one.name().startsWith("cardwire"))
                .flatMap(one -> one.containers().stream())
                .flatMap(container -> Manifest.asList(container.get("env")).stream())
                .forEach(variable -> variables.add(String.valueOf(variable.get("name"))));
        return variables;
    }

    private static List<String> ports(Manifest policy) {
        return policy.holders("ports").stream()
                .flatMap(rule -> Manifest.asList(rule.get("ports")).stream())
                .map(port -> port.get("port") + "/" + port.get("protocol"))
                .sorted()
                .toList();
    }

    private static List<Manifest> configMaps() {
        return ManifestSources.all().stream().filter(Manifest::isSettings).toList();
    }

    private static Manifest deployment() {
        return ManifestSources.from("base/deployment.yaml");
    }

    private static List<Map<String, Object>> streamsMetric() {
        return ManifestSources.from("components/streams-metric/autoscaler.yaml").list("spec", "metrics");
    }

    private static Duration duration(String property) {
        return parse(KnownSettings.ours("src/main").get(property));
    }

    private static Duration parse(String duration) {
        return DurationConverter.parseDuration(duration);
    }

    private static Properties applicationProperties() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            properties.load(in);
        }
        return properties;
    }
}
