// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The objects below {@code k8s}, as the sources have them and as they are rendered. */
final class ManifestSources {

    private static final List<Manifest> ALL = Manifest.sources();

    private ManifestSources() {}

    static List<Manifest> all() {
        return ALL;
    }

    static Manifest from(String file) {
        return ALL.stream().filter(one -> one.from().endsWith(file)).findFirst().orElseThrow();
    }

    static Manifest only(String kind, String name) {
        List<Manifest> found =
                ofKind(kind).filter(one -> one.name().equals(name)).toList();
        assertThat(found).as("%s %s", kind, name).hasSize(1);
        return found.get(0);
    }

    static Stream<Manifest> ofKind(String kind) {
        return ALL.stream().filter(one -> one.kind().equals(kind));
    }

    /** Skips the test where nothing can render. */
    static List<Manifest> render(String folder) throws IOException, InterruptedException {
        var objects = Manifest.rendered(folder);
        assumeTrue(objects.isPresent(), "kubectl is not on this machine: only the sources were checked");
        return objects.get();
    }
}
