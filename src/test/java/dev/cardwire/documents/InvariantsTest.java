// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An invariant is only held by tests that exist: {@code docs/invariants.md} names them by class and method. */
class InvariantsTest {

    private static final Pattern ITEM = Pattern.compile("(?m)^\\d+\\. ");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern TYPE = Pattern.compile("([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?");
    /** Of the type that was named last. */
    private static final Pattern METHOD = Pattern.compile("\\.?([a-z]+[A-Z]\\w*)");

    private static final Pattern SCRIPT = Pattern.compile("bench/\\S+");
    private static final Pattern TEST = Pattern.compile("`\\w+(Test|IT)\\b");

    private final Map<String, Path> sources = sources();

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        String page = Files.readString(Path.of("docs/invariants.md"));
        assertThat(NAME.matcher(page).results()).hasSizeGreaterThan(80);
        assertThat(missing(page)).isEmpty();
    }

    @Test
    void everyInvariantNamesATest() throws IOException {
        List<String> items = ITEM.splitAsStream(Files.readString(Path.of("docs/invariants.md")))
                .skip(1)
                .toList();
        assertThat(items).hasSizeGreaterThan(10).allSatisfy(item -> assertThat(item)
                .containsPattern(TEST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`MadeUpTest`",
                "`InvariantsTest.madeUp`",
                "`InvariantsTest.everyInvariantNamesATest` and `.madeUp`",
                "`InvariantsTest` (`everyInvariantNamesATest`, `madeUp`)",
                "`bench/made-up`",
                "`.methodOfNoType`",
                "`whatever this is`",
            })
    void reportsWhatIsMadeUp(String text) {
        assertThat(missing(text)).hasSize(1);
    }

    private List<String> missing(String page) {
        List<String> missing = new ArrayList<>();
        String type = "";
        for (Matcher names = NAME.matcher(page); names.find(); ) {
            String name = names.group(1);
            Matcher named = TYPE.matcher(name);
            Matcher method = METHOD.matcher(name);
            boolean known;
            if (named.matches()) {
                type = named.group(1);
                known = sources.containsKey(type) && (named.group(2) == null || has(type, named.group(2)));
            } else if (method.matches()) {
                known = has(type, method.group(1));
            } else {
                known = SCRIPT.matcher(name).matches() ? Files.exists(Path.of(name)) : isNoTest(name);
            }
            if (!known) {
                missing.add(name);
            }
        }
        return missing;
    }

    /** A state, or the beginning or end of a name. */
    private static boolean isNoTest(String name) {
        return name.matches("[A-Z_]+|….*");
    }

    private boolean has(String type, String method) {
        Path source = sources.get(type);
        return source != null
                && Pattern.compile("\\bvoid " + method + "\\(")
                        .matcher(read(source))
                        .find();
    }

    private static Map<String, Path> sources() {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            file -> file,
                            (one, two) -> one));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
