// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change reaches the replicas by itself, in an order that works, whichever tool applies it. */
class RollOutTest {

    @ParameterizedTest
    @ValueSource(strings = {"overlays/local", "overlays/production"})
    void changedSettingsGetANameThatReplicasAndMigrationUse(String overlay) throws Exception {
        List<Manifest> objects = render(overlay);
        String name = only(objects, "ConfigMap", "cardwire-[a-z0-9]{10}").name();
        for (Manifest user :
                List.of(only(objects, "Deployment", "cardwire"), only(objects, "Job", "cardwire-migration"))) {
            assertThat(user.holders("configMapRef"))
                    .extracting(reference -> Manifest.at(reference, "configMapRef", "name"))
                    .containsExactly(name);
        }
    }

    /** The migration would otherwise run before its settings exist. */
    @Test
    void upgradeAppliesTheSettingsWithTheMigration() throws Exception {
        assertThat(Files.readString(Path.of("docs/upgrade.md")))
                .contains("-l 'app.kubernetes.io/component in (migration, settings)'");
        assertThat(render("overlays/production"))
                .filteredOn(one -> List.of("migration", "settings")
                        .contains(one.text("metadata", "labels", "app.kubernetes.io/component")))
                .extracting(Manifest::kind)
                .containsExactlyInAnyOrder("ConfigMap", "Job");
    }

    @Test
    void migrationGoesAwayAndIsReplacedByDeployers() throws Exception {
        List<Manifest> objects = render("overlays/production");
        Manifest job = only(objects, "Job", "cardwire-migration");
        assertThat(job.map("spec")).containsEntry("ttlSecondsAfterFinished", 86_400);
        assertThat(job.map("metadata", "annotations"))
                .containsEntry("argocd.argoproj.io/hook", "Sync")
                .containsEntry("argocd.argoproj.io/hook-delete-policy", "BeforeHookCreation")
                .containsEntry("kustomize.toolkit.fluxcd.io/force", "enabled");
        assertThat(wave(job)).isPositive().isLessThan(wave(only(objects, "Deployment", "cardwire")));
    }

    @Test
    void eachReleaseIsSpreadForItself() throws Exception {
        assertThat(Manifest.asList(only(render("overlays/production"), "Deployment", "cardwire")
                        .pod()
                        .get("topologySpreadConstraints")))
                .hasSize(2)
                .allSatisfy(spread -> assertThat(spread).containsEntry("matchLabelKeys", List.of("pod-template-hash")));
    }

    @Test
    void productionNamesItsImageByDigest() throws Exception {
        assertThat(render("overlays/production").stream().flatMap(one -> one.containers().stream()))
                .extracting(container -> String.valueOf(container.get("image")))
                .hasSize(2)
                .allMatch(image -> image.matches(".*@sha256:[0-9a-f]{64}"));
    }

    @Test
    void policiesOfProductionKnowBothFamiliesOfAddresses() throws Exception {
        List<Manifest> objects = render("overlays/production");
        for (String policy : List.of("cardwire-to-stores", "cardwire-to-uqpay")) {
            List<String> ranges = only(objects, "NetworkPolicy", policy).holders("ipBlock").stream()
                    .map(block -> String.valueOf(Manifest.at(block, "ipBlock", "cidr")))
                    .toList();
            assertThat(ranges).as(policy).anyMatch(range -> range.contains(":"));
            assertThat(ranges).as(policy).anyMatch(range -> !range.contains(":"));
        }
        assertThat(only(objects, "NetworkPolicy", "cardwire-to-uqpay").holders("except"))
                .as("no private address")
                .extracting(block -> ((List<?>) block.get("except")).size())
                .containsExactly(5, 2);
    }

    private static int wave(Manifest object) {
        Map<String, Object> annotations = object.map("metadata", "annotations");
        return Integer.parseInt(String.valueOf(annotations.get("argocd.argoproj.io/sync-wave")));
    }

    private static Manifest only(List<Manifest> objects, String kind, String name) {
        List<Manifest> found = objects.stream()
                .filter(one -> one.kind().equals(kind) && one.name().matches(name))
                .toList();
        assertThat(found).as("%s %s", kind, name).hasSize(1);
        return found.get(0);
    }

    private static List<Manifest> render(String folder) throws Exception {
        var objects = Manifest.rendered(folder);
        assumeTrue(objects.isPresent(), "kubectl is not on this machine: only the sources were checked");
        return objects.get();
    }
}
