// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every object is what Kubernetes, Prometheus' operator and the Gateway API take: no property misspelt, none at a wrong place. */
class KubernetesTypesTest {

    private static final Map<String, Class<? extends HasMetadata>> TYPES = new HashMap<>();

    /** Kubernetes' types keep what they do not know; here that is the error. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });

    static {
        Stream.of(
                        ConfigMap.class,
                        Deployment.class,
                        Gateway.class,
                        HorizontalPodAutoscaler.class,
                        HTTPRoute.class,
                        Ingress.class,
                        Job.class,
                        Namespace.class,
                        NetworkPolicy.class,
                        PersistentVolumeClaim.class,
                        PodDisruptionBudget.class,
                        PrometheusRule.class,
                        Secret.class,
                        Service.class,
                        ServiceAccount.class,
                        ServiceMonitor.class,
                        StatefulSet.class)
                .forEach(type -> TYPES.put(HasMetadata.getApiVersion(type) + " " + HasMetadata.getKind(type), type));
    }

    @Test
    void everySourceIsOfItsType() {
        assertOfTheirTypes(Manifest.sources());
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/local", "overlays/production", "edge/ingress", "edge/gateway"})
    void everyRenderedObjectIsOfItsType(String folder) throws Exception {
        var objects = Manifest.rendered(folder);
        assumeTrue(objects.isPresent(), "kubectl is not on this machine: only the sources were checked");
        assertOfTheirTypes(objects.get());
    }

    @Test
    void aMisspeltPropertyIsNoticed() {
        Manifest deployment = Manifest.sources().stream()
                .filter(source -> source.kind().equals("Deployment"))
                .filter(source -> !source.containers().isEmpty())
                .findFirst()
                .orElseThrow();
        deployment.containers().get(0).put("imagePulPolicy", "Always");
        assertThatThrownBy(() -> read(deployment)).hasMessageContaining("imagePulPolicy");
    }

    /** Envoy Gateway's own, which have no types here, are compared by {@link EdgeTest}. */
    private static void assertOfTheirTypes(List<Manifest> all) {
        List<Manifest> objects = all.stream()
                .filter(object -> !EdgeTest.isOfEnvoyGateway(object))
                .toList();
        assertThat(objects).isNotEmpty().allSatisfy(object -> {
            HasMetadata read = read(object);
            assertThat(read.getMetadata().getName()).as("%s", object).isEqualTo(object.name());
        });
    }

    private static HasMetadata read(Manifest object) {
        Class<? extends HasMetadata> type = TYPES.get(object.text("apiVersion") + " " + object.kind());
        assertThat(type).as("a type for %s", object).isNotNull();
        return STRICT.convertValue(object.content(), type);
    }
}
