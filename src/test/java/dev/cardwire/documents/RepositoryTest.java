// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A newcomer can follow CONTRIBUTING.md: what it names is there. */
class RepositoryTest {

    private static final Path PAGE = Path.of("CONTRIBUTING.md");

    /** In backticks, or what a command runs; abbreviated ones have an ellipsis. */
    private static final Pattern TYPE = Pattern.compile("(?:`|-Dtest='?|-Dit\\.test=)([A-Z]\\w*[a-z]\\w*)(?=[`'\\s#])");

    private static final Pattern PATH = Pattern.compile("(?m)(?<=[`( ]|^)((?:src|k8s|bench|\\.ci)/[\\w./-]*\\w)");

    private static final Pattern PACKAGE = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*)`");

    /** Stands in a command for the name of no test. */
    private static final String NO_TEST = "None";

    @Test
    void typesOfTheContributorsGuideExist() throws IOException {
        Set<String> named = new TreeSet<>(all(TYPE));
        named.remove(NO_TEST);
        assertThat(named).hasSizeGreaterThan(20).isSubsetOf(types());
    }

    @Test
    void pathsOfTheContributorsGuideExist() throws IOException {
        assertThat(all(PATH)).hasSizeGreaterThan(10).allSatisfy(path -> assertThat(Path.of(path))
                .exists());
    }

    @Test
    void treeOfTheContributorsGuideNamesEveryPackage() throws IOException {
        String tree = Files.readString(PAGE).split("\n## The tree\n")[1].split("\n## ")[0];
        assertThat(PACKAGE.matcher(tree).results().map(found -> found.group(1))).containsAll(packages());
    }

    private static Set<String> packages() throws IOException {
        Path root = Path.of("src/main/java/dev/cardwire");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> root.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toSet());
        }
    }

    private static List<String> all(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    private static Set<String> types() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
