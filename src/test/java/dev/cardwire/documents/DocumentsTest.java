// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents are readable in any editor and in plain English. */
class DocumentsTest {

    private static final int WIDTH = 120;
    private static final int CELL_WIDTH = 30;

    private static final Pattern URL = Pattern.compile("https?://\\S+");
    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\n[\\s>]*(# )?\\s*");

    /** Words that mean something else than intended, or that have a plainer equivalent. */
    private static final Pattern FORBIDDEN = Pattern.compile(String.join(
            "|",
            "\\b[Ss]urely\\b",
            "\\b[Mm]end(s|ed|ing)?\\b",
            "\\bis none\\b",
            "\\b(is|are|be|was|were) told\\b",
            "\\b[Tt]old to\\b",
            "\\b[Tt](ake|akes|aken|aking|ook) in\\b",
            // a sentence that begins with the pronoun and asks nothing
            "\\bWho(ever)? [^.?!|]*[.|]"));

    /** Never right, not even in a comment. */
    private static final Pattern MISLEADING = Pattern.compile("\\b[Ss]urely\\b|\\b[Mm]end(s|ed|ing)?\\b");

    private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*+)\"");

    /** A payload or a signature that is quoted byte by byte. */
    private static final Pattern SIGNED_BYTES = Pattern.compile("\\{\".*\\}|[0-9a-f]{128}");

    @Test
    void linesFitIntoAnEditor() {
        assertThat(documents()).hasSizeGreaterThan(20);
        assertThat(documents().stream().flatMap(document -> read(document)
                        .lines()
                        .filter(line -> columns(line) > WIDTH)
                        .filter(line -> columns(URL.matcher(line).replaceAll("")) > WIDTH)
                        .filter(line -> !isWideOnlyByItsColumns(line))
                        .filter(line -> !SIGNED_BYTES.matcher(line).matches())
                        .map(line -> document + ": " + line)))
                .isEmpty();
    }

    @Test
    void wordsArePlain() {
        List<Path> manifests = files("k8s", "");
        assertThat(manifests).hasSizeGreaterThan(20);
        assertThat(Stream.concat(documents().stream(), manifests.stream()).flatMap(text -> FORBIDDEN
                        .matcher(LINE_BREAK.matcher(read(text)).replaceAll(" "))
                        .results()
                        .map(found -> text + ": " + found.group())))
                .isEmpty();
    }

    /** Problems, log lines and refusals to start are what callers and operators read. */
    @Test
    void messagesArePlain() {
        List<Path> sources = files("src/main/java", ".java");
        assertThat(sources).hasSizeGreaterThan(300);
        assertThat(sources.stream().flatMap(source -> LITERAL.matcher(
                                CONCATENATION.matcher(read(source)).replaceAll(""))
                        .results()
                        .map(literal -> literal.group(1))
                        .filter(text -> FORBIDDEN.matcher(text).find())
                        .map(text -> source + ": " + text)))
                .isEmpty();
    }

    @Test
    void commentsDoNotMislead() {
        assertThat(files("src", ".java").stream()
                        .flatMap(source ->
                                MISLEADING.matcher(read(source)).results().map(found -> source + ": " + found.group())))
                .isEmpty();
    }

    /** A row of many short cells cannot be broken; a row with a sentence in it should have been a list. */
    private static boolean isWideOnlyByItsColumns(String line) {
        return line.startsWith("|")
                && Arrays.stream(line.split("\\|")).allMatch(cell -> columns(cell.strip()) <= CELL_WIDTH);
    }

    private static int columns(String text) {
        return text.codePointCount(0, text.length());
    }

    private static List<Path> documents() {
        List<Path> documents = files("docs", ".md");
        documents.addAll(Stream.of("README.md", "bench/README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
                .map(Path::of)
                .toList());
        return documents;
    }

    private static List<Path> files(String root, String end) {
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(end))
                    .sorted()
                    .collect(Collectors.toList());
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
