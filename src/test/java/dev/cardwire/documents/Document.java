// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.documents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headings of a Markdown file.
 *
 * @param numbers of the headings that begin with one, such as {@code 10.3}
 * @param anchors as GitHub makes them
 */
record Document(Set<String> numbers, Set<String> anchors) {

    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+?) *#*");
    private static final Pattern NUMBER = Pattern.compile("(\\d+(?:\\.\\d+)*)\\.? .*");
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

    static Document read(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.UTF_8));
    }

    static Document parse(String text) {
        Set<String> numbers = new HashSet<>();
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        withoutFences(text).lines().forEach(line -> {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String title = LINK.matcher(heading.group(1)).replaceAll("$1");
                Matcher number = NUMBER.matcher(title + " ");
                if (number.matches()) {
                    numbers.add(number.group(1));
                }
                String slug = slug(title);
                int before = seen.merge(slug, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? slug : slug + "-" + before);
            }
        });
        return new Document(Set.copyOf(numbers), Set.copyOf(anchors));
    }

    /** The text with as many lines, those inside of code fences blank: a comment of a shell is no heading. */
    static String withoutFences(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        boolean fenced = false;
        for (String line : text.split("\n", -1)) {
            boolean fence = line.strip().startsWith("```");
            fenced ^= fence;
            kept.append(fenced || fence ? "" : line).append('\n');
        }
        return kept.toString();
    }

    private static String slug(String title) {
        return title.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .replace(' ', '-');
    }
}
