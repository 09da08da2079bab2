// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what code and documents cite: documents with or without the numbers of their headings, open questions, payload
 * samples, and the relative links of Markdown.
 */
final class Citations {

    private static final String QUESTIONS = "docs/uqpay/open-questions.md";
    private static final String GENERATED = "target/";
    private static final Path SAMPLES = Path.of("src/test/resources/uqpay/samples");

    /** Between two words, also where a comment or a paragraph goes on in its next line. */
    private static final String GAP = "(?:[ \\t]+|[ \\t]*\\R[ \\t]*(?:(?:\\*|//|#|--)[ \\t]+)?)";

    /** Possessive: half of a number or of a list would be another citation. */
    private static final String NUMBER = "\\d++(?:\\.\\d++)*+";

    private static final String NUMBERS = "(" + NUMBER + "(?:(?:," + GAP + "|" + GAP + "(?:and|to|or)" + GAP + ")"
            + NUMBER + ")*+)(?![\\p{L}\\p{N}_-])";

    private static final Pattern ONE_NUMBER = Pattern.compile(NUMBER);
    private static final Pattern URL = Pattern.compile("[a-z]+://[^\\s)\"'>]+");
    private static final Pattern DOCUMENT =
            Pattern.compile("(?<![A-Za-z0-9_./-])((?:[A-Za-z0-9_.-]+/)*[A-Za-z0-9_-]+\\.md)(?:#([\\p{L}\\p{N}_-]+))?"
                    + "(?:[}`\"']*" + GAP + NUMBERS + ")?");
    private static final Pattern QUESTION = Pattern.compile("[Oo]pen" + GAP + "questions?" + GAP + NUMBERS);
    private static final Pattern SAMPLE = Pattern.compile("uqpay/samples(?:/([A-Za-z0-9_.-]*[A-Za-z0-9]))?");
    /** How the page about samples names them, without their ending. */
    private static final Pattern SHORT_SAMPLE = Pattern.compile("`((?:rest|webhook)\\.[a-z0-9._-]*)\\*?`");

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#:]*)(?:#([^)\\s]+))?\\)");

    private final Map<Path, Document> documents = new HashMap<>();
    private final Path file;
    private final String text;
    private final List<String> broken = new ArrayList<>();

    private Citations(Path file, String text) {
        this.file = file;
        // of the same length, so that lines can be counted
        this.text = URL.matcher(text).replaceAll(url -> " ".repeat(url.group().length()));
    }

    /**
     * A sentence for each citation in a text that leads nowhere.
     *
     * @param file where the text is, from the root of the project
     */
    static List<String> broken(Path file, String text) {
        Citations citations = new Citations(file, text);
        citations.checkDocuments();
        citations.checkQuestions();
        citations.checkSamples();
        if (citations.isMarkdown()) {
            citations.checkLinks();
        }
        return citations.broken;
    }

    private void checkDocuments() {
        Matcher cited = DOCUMENT.matcher(text);
        while (cited.find()) {
            String name = cited.group(1);
            if (name.startsWith(GENERATED)) {
                continue;
            }
            resolve(name)
                    .ifPresentOrElse(
                            target -> {
                                checkAnchor(cited.start(), target, cited.group(2));
                                checkNumbers(cited.start(), target, cited.group(3));
                            },
                            () -> report(cited.start(), name + " does not exist"));
        }
    }

    private void checkQuestions() {
        Matcher cited = QUESTION.matcher(text);
        while (cited.find()) {
            checkNumbers(cited.start(), Path.of(QUESTIONS), cited.group(1));
        }
    }

    private void checkSamples() {
        Matcher cited = SAMPLE.matcher(text);
        while (cited.find()) {
            Path sample = cited.group(1) == null ? SAMPLES : SAMPLES.resolve(cited.group(1));
            if (!Files.exists(sample)) {
                report(cited.start(), sample + " does not exist");
            }
        }
        if (file.startsWith("docs/uqpay")) {
            Matcher named = SHORT_SAMPLE.matcher(text);
            while (named.find()) {
                if (!isSample(named.group(1))) {
                    report(named.start(), "no sample is named " + named.group(1));
                }
            }
        }
    }

    private void checkLinks() {
        Matcher link = LINK.matcher(Document.withoutFences(text));
        while (link.find()) {
            Path target = link.group(1).isEmpty() ? file : sibling(link.group(1));
            if (Files.exists(target)) {
                checkAnchor(link.start(), target, link.group(2));
            } else {
                report(link.start(), "link to " + target + ", which does not exist");
            }
        }
    }

    private void checkAnchor(int at, Path target, @Nullable String anchor) {
        if (anchor != null && !document(target).anchors().contains(anchor)) {
            report(at, target + " has no anchor #" + anchor);
        }
    }

    private void checkNumbers(int at, Path target, @Nullable String numbers) {
        if (numbers == null) {
            return;
        }
        for (String number : expand(numbers)) {
            if (!document(target).numbers().contains(number)) {
                report(at, target + " has no section " + number);
            }
        }
    }

    /** Each number of a list; "10.3 to 10.8" stands for all in between. */
    static List<String> expand(String numbers) {
        List<String> all = new ArrayList<>();
        Matcher number = ONE_NUMBER.matcher(numbers);
        int end = 0;
        while (number.find()) {
            boolean range = numbers.substring(end, number.start()).contains("to");
            String last = range ? all.get(all.size() - 1) : number.group();
            while (!last.equals(number.group())
                    && parent(last).equals(parent(number.group()))
                    && step(last) < step(number.group())) {
                last = parent(last) + (step(last) + 1);
                all.add(last);
            }
            if (!all.contains(number.group())) {
                all.add(number.group());
            }
            end = number.end();
        }
        return all;
    }

    /** Of 10.3 what comes before its last part, with the dot. */
    private static String parent(String number) {
        return number.substring(0, number.lastIndexOf('.') + 1);
    }

    private static int step(String number) {
        return Integer.parseInt(number.substring(number.lastIndexOf('.') + 1));
    }

    /** Documents name their neighbours, code names them from the root or from {@code docs}. */
    private Optional<Path> resolve(String name) {
        return Stream.of(sibling(name), Path.of(name), Path.of("docs").resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private Path sibling(String name) {
        return file.resolveSibling(name).normalize();
    }

    private boolean isMarkdown() {
        return file.toString().endsWith(".md");
    }

    private Document document(Path target) {
        return documents.computeIfAbsent(target, path -> {
            try {
                return Document.read(path);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    private static boolean isSample(String beginning) {
        try (Stream<Path> samples = Files.list(SAMPLES)) {
            return samples.anyMatch(sample -> sample.getFileName().toString().startsWith(beginning));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void report(int at, String what) {
        long line = text.substring(0, at).lines().count();
        broken.add(file + ":" + Math.max(line, 1) + ": " + what);
    }
}
