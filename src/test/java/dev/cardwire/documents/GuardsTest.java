// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A patch of {@code bench/guards} proves something only while it applies, and its test is there. */
class GuardsTest {

    private static final Path PAGE = Path.of("docs/invariants.md");
    private static final Pattern TARGET = Pattern.compile("(?m)^--- a/(\\S+)$");
    private static final Pattern TEST = Pattern.compile("(?m)^Test: (\\w+)(?:#(\\w+))?$");
    private static final Pattern INVARIANT = Pattern.compile("(?m)^Invariant: (\\d+)$");
    private static final Pattern ITEM = Pattern.compile("(?m)^\\d+\\. ");
    private static final Pattern ATTACKED = Pattern.compile("Attacked\\s+by\\s+([^.]*)\\.");
    private static final Pattern DECLARED = Pattern.compile("(?m)^    ([A-Z_]+)\\(");
    private static final Pattern FAULT = Pattern.compile("`([A-Z_]+)`");

    static Stream<Path> patches() throws IOException {
        return Files.list(Path.of("bench/guards.d")).sorted();
    }

    @ParameterizedTest
    @MethodSource("patches")
    void patchApplies(Path patch) throws IOException {
        String text = Files.readString(patch);
        String target = Files.readString(Path.of(first(TARGET, text)));
        assertThat(before(text)).isNotEmpty().allSatisfy(hunk -> assertThat(target)
                .containsOnlyOnce(hunk));
    }

    @ParameterizedTest
    @MethodSource("patches")
    void testThatNoticesItExists(Path patch) throws IOException {
        Matcher test = TEST.matcher(Files.readString(patch));
        assertThat(test.find()).isTrue();
        List<Path> sources;
        try (Stream<Path> all = Files.walk(Path.of("src/test/java"))) {
            sources = all.filter(file -> file.endsWith(test.group(1) + ".java")).toList();
        }
        assertThat(sources).hasSize(1);
        if (test.group(2) != null) {
            assertThat(Files.readString(sources.get(0))).contains("void " + test.group(2) + "(");
        }
    }

    @Test
    void everyInvariantHasAGuardThatCanBeTakenAway() throws IOException {
        String page = Files.readString(PAGE);
        List<Integer> guarded = new ArrayList<>();
        for (Path patch : patches().toList()) {
            String invariant = first(INVARIANT, Files.readString(patch));
            guarded.add(Integer.valueOf(invariant));
            assertThat(page).contains("* " + invariant + ", [" + name(patch) + "](../bench/guards.d/" + name(patch));
        }
        int invariants = (int) ITEM.matcher(page).results().count();
        assertThat(guarded)
                .containsAll(Stream.iterate(1, number -> number + 1)
                        .limit(invariants)
                        .toList());
    }

    @Test
    void everyInvariantIsAttackedAndEveryFaultAttacksOne() throws IOException {
        Set<String> faults = names(DECLARED, Files.readString(Path.of("src/test/java/dev/cardwire/chaos/Fault.java")));
        List<String> items = ITEM.splitAsStream(Files.readString(PAGE)).skip(1).toList();
        Set<String> attacking = new TreeSet<>();
        for (String item : items) {
            attacking.addAll(names(FAULT, first(ATTACKED, item)));
        }
        assertThat(attacking).isEqualTo(faults);
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What each hunk finds in the file. */
    private static List<String> before(String patch) {
        List<String> hunks = new ArrayList<>();
        for (String part : patch.split("(?m)^@@.*@@.*\n")) {
            StringBuilder found = new StringBuilder();
            part.lines()
                    .filter(line -> line.startsWith(" ") || line.startsWith("-"))
                    .forEach(line -> found.append(line.substring(1)).append('\n'));
            hunks.add(found.toString());
        }
        return hunks.subList(1, hunks.size());
    }

    private static String name(Path patch) {
        return patch.getFileName().toString().replace(".patch", "");
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher.group(1);
    }
}
