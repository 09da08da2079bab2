// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The environment that a container of {@code k8s/} gets in production, its secrets given. */
final class InstalledEnvironment {

    private InstalledEnvironment() {}

    /**
     * Of the only container of the object.
     *
     * @param secrets by {@code secret/key}; a secret that is taken whole by {@code secret/VARIABLE}
     */
    static Map<String, String> of(String kind, String name, Map<String, String> secrets) {
        Map<String, Object> container = ManifestSources.all().stream()
                .filter(source -> source.kind().equals(kind) && source.name().equals(name))
                .filter(source -> source.from().startsWith("k8s/base"))
                .findFirst()
                .orElseThrow()
                .containers()
                .get(0);
        Map<String, String> environment = new HashMap<>();
        Manifest.asList(container.get("envFrom")).forEach(from -> takeAll(from, secrets, environment));
        Manifest.asList(container.get("env")).stream()
                .filter(variable -> !isLeftOut(variable, secrets))
                .forEach(variable -> environment.put(text(variable, "name"), value(variable, secrets)));
        return environment;
    }

    private static void takeAll(Map<String, Object> from, Map<String, String> secrets, Map<String, String> into) {
        String map = text(from, "configMapRef", "name");
        ManifestSources.all().stream()
                .filter(source -> source.isSettings() && source.name().equals(map))
                .filter(source -> !source.from().contains("/local/"))
                // the base first, so that the overlay wins
                .sorted((one, other) -> one.from().compareTo(other.from()))
                .forEach(source -> source.map("data").forEach((key, value) -> into.put(key, String.valueOf(value))));
        String secret = text(from, "secretRef", "name") + "/";
        secrets.forEach((key, value) -> {
            if (key.startsWith(secret)) {
                into.put(key.substring(secret.length()), value);
            }
        });
    }

    private static boolean isLeftOut(Map<String, Object> variable, Map<String, String> secrets) {
        return Boolean.TRUE.equals(Manifest.at(variable, "valueFrom", "secretKeyRef", "optional"))
                && !secrets.containsKey(keyOf(variable));
    }

    private static String keyOf(Map<String, Object> variable) {
        return text(variable, "valueFrom", "secretKeyRef", "name") + "/"
                + text(variable, "valueFrom", "secretKeyRef", "key");
    }

    private static String value(Map<String, Object> variable, Map<String, String> secrets) {
        if (variable.containsKey("value")) {
            return text(variable, "value");
        }
        String key = keyOf(variable);
        return Objects.requireNonNull(secrets.get(key), key);
    }

    private static String text(Map<String, Object> from, String... way) {
        return String.valueOf(Manifest.at(from, way));
    }
}
