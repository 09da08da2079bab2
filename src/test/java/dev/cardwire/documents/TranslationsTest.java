// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A document in Chinese has the chapters, the commands and the links of its English one. */
class TranslationsTest {

    private static final int WIDTH = 120;
    private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) ");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)[^)]*\\)");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    /** A page of one language leads to the page of the same language. */
    private static final String CHINESE = ".zh-CN.md";

    @ParameterizedTest
    @CsvSource({"README.md, README.zh-CN.md", "docs/front-end.md, docs/front-end.zh-CN.md"})
    void bothLanguagesSayTheSame(Path english, Path chinese) throws IOException {
        String original = Files.readString(english);
        String translation = Files.readString(chinese);
        assertThat(headings(translation)).as("headings of %s", chinese).isEqualTo(headings(original));
        assertThat(code(translation)).as("commands of %s", chinese).isEqualTo(code(original));
        assertThat(links(translation)).as("links of %s", chinese).isEqualTo(links(original));
        assertThat(translation.lines().filter(line -> line.codePointCount(0, line.length()) > WIDTH))
                .as("long lines of %s", chinese)
                .isEmpty();
    }

    @Test
    void differencesAreFound() {
        assertThat(headings("# a\n\n## b\n")).isNotEqualTo(headings("# a\n\n### b\n"));
        assertThat(code("```sh\nls\n```\n")).isNotEqualTo(code("```sh\nls -l\n```\n"));
        assertThat(code("a\n\n    ls\n")).isEqualTo(List.of("    ls"));
        assertThat(links("[a](README.zh-CN.md)")).isEqualTo(links("[d](README.md)"));
    }

    /** Of prose alone: a text that was not translated has no word of the other language. */
    @ParameterizedTest
    @CsvSource({"README.zh-CN.md", "docs/front-end.zh-CN.md"})
    void everyParagraphIsTranslated(Path chinese) throws IOException {
        String prose = Document.withoutFences(Files.readString(chinese));
        assertThat(prose.split("\n\\s*\n"))
                .filteredOn(paragraph -> !paragraph.isBlank() && !paragraph.startsWith("    "))
                .filteredOn(paragraph -> paragraph.split("\\s+").length > 6)
                .allSatisfy(paragraph ->
                        assertThat(HAN.matcher(paragraph).find()).as(paragraph).isTrue());
    }

    private static List<String> headings(String text) {
        return HEADING.matcher(Document.withoutFences(text))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** What is between fences, and what is indented outside of lists. */
    private static List<String> code(String text) {
        List<String> lines = new ArrayList<>();
        boolean fenced = false;
        for (String line : text.split("\n", -1)) {
            boolean fence = line.strip().startsWith("```");
            if (fenced || fence || line.startsWith("    ")) {
                lines.add(line);
            }
            fenced ^= fence;
        }
        return lines;
    }

    private static List<String> links(String text) {
        return LINK.matcher(Document.withoutFences(text))
                .results()
                .map((MatchResult found) -> found.group(1).replace(CHINESE, ".md"))
                .sorted()
                .toList();
    }
}
