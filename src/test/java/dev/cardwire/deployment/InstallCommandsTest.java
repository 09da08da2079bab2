// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of docs/install.md create what the manifests take. */
class InstallCommandsTest {

    private static final Pattern SECRET =
            Pattern.compile("kubectl create secret generic (\\S+)((?:[^\n]|(?<=\\\\)\n)*)");
    private static final Pattern KEY = Pattern.compile("--from-(?:literal|file)=([A-Za-z0-9_.-]+)=");

    @Test
    void createEverySecretThatPodsNeed() throws IOException {
        Set<String> created = new TreeSet<>();
        SECRET.matcher(Files.readString(Path.of("docs/install.md"))).results().forEach(secret -> KEY.matcher(
                        secret.group(2))
                .results()
                .forEach(key -> created.add(secret.group(1) + "/" + key.group(1))));
        Set<String> needed = new TreeSet<>();
        for (Manifest source : Manifest.sources()) {
            if (source.from().startsWith("k8s/base") || source.from().startsWith("k8s/monitoring")) {
                source.holders("secretKeyRef").stream()
                        .map(reference -> Manifest.asMap(reference.get("secretKeyRef")))
                        .filter(reference -> !Boolean.TRUE.equals(reference.get("optional")))
                        .forEach(reference -> needed.add(reference.get("name") + "/" + reference.get("key")));
            }
        }
        assertThat(needed).hasSizeGreaterThan(9);
        assertThat(created)
                .containsAll(needed)
                .contains("cardwire-authorities/postgresql.crt", "cardwire-authorities/redis.crt");
        assertThat(created)
                .as("callers")
                .anyMatch(key -> key.endsWith("__ROLES"))
                .anyMatch(key -> key.endsWith("__KEY_DIGESTS"));
    }

    @Test
    void namespaceIsTheOneOfTheOverlay() throws IOException {
        assertThat(Files.readString(Path.of("docs/install.md")))
                .contains("kubectl create namespace cardwire")
                .contains("kubectl config set-context --current --namespace=cardwire");
        assertThat(Files.readString(Path.of("k8s/overlays/production/kustomization.yaml")))
                .contains("\nnamespace: cardwire\n");
    }
}
