// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comment that cites a rule is only worth something while the rule can be found. */
class CitationsTest {

    private static final List<String> FOLDERS = List.of("src", "k8s", "bench", "docs");

    /** Files without an ending are scripts. */
    private static final Set<String> TEXTS = Set.of(
            "", "css", "html", "java", "js", "json", "md", "mjs", "properties", "sh", "sql", "xml", "yaml", "yml");

    private static final Path CODE = Path.of("src/main/java/dev/cardwire/Made.java");
    private static final Path PAGE = Path.of("docs/made-up.md");

    @Test
    void everyCitationLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path file : texts()) {
            broken.addAll(Citations.broken(file, Files.readString(file, StandardCharsets.UTF_8)));
        }
        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see {@code uqpay/api.md} 99.9",
                "see uqpay/api.md 10.3 to 10.99",
                "see uqpay/api.md 5, 6, 99",
                "see uqpay/webhooks.md 4.1 and 4.99",
                "see {@code uqpay/api.md}\n     * 99.9",
                "see uqpay/api.md 6 and open questions 11 to 99",
                "see {@code uqpay/open-questions.md} 99",
                "see docs/api.md 99.1",
                "see docs/made-up.md",
                "runbook_url: docs/lifecycle.md#made-up",
                "/uqpay/samples/made-up.json",
            })
    void reportsMadeUpCitationsInCode(String text) {
        assertThat(Citations.broken(CODE, text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a page](made-up.md)",
                "[a heading](lifecycle.md#made-up)",
                "[a folder](made-up/)",
                "[a picture](../made-up.png)",
                "`uqpay/api.md` 99",
                "`api.md` 99",
            })
    void reportsMadeUpCitationsInDocuments(String text) {
        assertThat(Citations.broken(PAGE, text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{@code uqpay/api.md} 10.3, {@code uqpay/webhooks.md} 4, 5; and so on",
                "uqpay/api.md 10.3 to 10.8: a card",
                "uqpay/api.md 6 and open questions 11 to 15.",
                "({@code docs/api.md} 4.1 allows 2 s)",
                "docs/lifecycle.md#time",
                "https://example.com/made-up.md 99",
            })
    void acceptsWhatExists(String text) {
        assertThat(Citations.broken(CODE, text)).isEmpty();
    }

    @Test
    void rangeStandsForAllInBetween() {
        assertThat(Citations.expand("2, 10.3 to 10.6 and 11"))
                .containsExactly("2", "10.3", "10.4", "10.5", "10.6", "11");
    }

    @Test
    void headingsInsideOfFencesDoNotCount() {
        Document page = Document.parse("## 1. One\n```sh\n# 2. not one\n```\n### 1.1 `a` b?\n## Same\n## Same\n");
        assertThat(page.numbers()).containsExactlyInAnyOrder("1", "1.1");
        assertThat(page.anchors()).containsExactlyInAnyOrder("1-one", "11-a-b", "same", "same-1");
    }

    private static List<Path> texts() throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> top = Files.list(Path.of(""))) {
            top.filter(file -> file.toString().endsWith(".md")).forEach(all::add);
        }
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(Files::isRegularFile)
                        .filter(file -> TEXTS.contains(ending(file)))
                        // the made-up ones above
                        .filter(file -> !file.endsWith("CitationsTest.java"))
                        .forEach(all::add);
            }
        }
        assertThat(all).hasSizeGreaterThan(300);
        return all;
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
    }
}
