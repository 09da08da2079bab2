// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each table has one owner, and only the owner's package names it in SQL. What others may read of it, the owner publishes as
 * a view, whose columns are a promise.
 */
class TableOwnersTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Path SOURCES = Path.of("src/main/java/dev/cardwire");

    /** The owners; rooms of a house share its tables. */
    private static final Map<String, String> OWNERS = Map.ofEntries(
            Map.entry("card", "card"),
            Map.entry("card_change", "card"),
            Map.entry("feed_head", "card"),
            Map.entry("operation", "issuing.operation"),
            Map.entry("webhook_event", "webhook"),
            Map.entry("webhook_oddity", "webhook"),
            Map.entry("webhook_watch", "webhook"),
            Map.entry("replica", "cluster"),
            Map.entry("uqpay_token", "uqpay.client"),
            Map.entry("revoked_ticket", "stream.ticket"),
            Map.entry("lease", "cluster.lease"),
            Map.entry("log_identity", "cluster"),
            Map.entry("card_import", "reconcile"),
            Map.entry("card_comparison", "reconcile"),
            Map.entry("listed_card", "reconcile"));

    private static final Pattern CREATED =
            Pattern.compile("(?im)^\\s*create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(\\w+)");

    /** Text blocks, and strings in one line. */
    private static final Pattern TEXT =
            Pattern.compile("\"\"\"(?<block>.*?)\"\"\"|\"(?<line>(?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*?$");

    /** Words behind which SQL names a table; a list of tables goes on behind a comma, which is not our style. */
    private static final String NAMED =
            "(?i)\\b(?:from|join|into|update|using|table|truncate|lock)\\s+(?:only\\s+)?%s\\b";

    @Test
    void everyTableHasAnOwner() throws IOException {
        assertThat(OWNERS.keySet()).isEqualTo(tables());
    }

    @Test
    void onlyTheOwnerNamesATable() throws IOException {
        Set<String> trespasses = new TreeSet<>();
        for (Path source : sources()) {
            List<String> texts = texts(Files.readString(source));
            String home = packageOf(source);
            OWNERS.forEach((table, owner) -> {
                boolean names = texts.stream().anyMatch(text -> names(text, table));
                if (names && !home.equals(owner) && !home.startsWith(owner + ".")) {
                    trespasses.add(SOURCES.relativize(source) + " names " + table + ", which belongs to " + owner);
                }
            });
        }
        assertThat(trespasses)
                .as("the owner publishes a view, or answers by an interface")
                .isEmpty();
    }

    /** A reader that finds nothing would never object. */
    @Test
    void findsEachTableAtItsOwner() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path source : sources()) {
            List<String> texts = texts(Files.readString(source));
            OWNERS.keySet().stream()
                    .filter(table -> texts.stream().anyMatch(text -> names(text, table)))
                    .forEach(found::add);
        }
        assertThat(found).isEqualTo(OWNERS.keySet());
    }

    @Test
    void seesTablesInBlocksAndInLines() {
        assertThat(texts("String A = \"\"\"\n  select 1\n  from card c\"\"\"; // from lease"))
                .anyMatch(text -> names(text, "card"))
                .noneMatch(text -> names(text, "lease"));
        assertThat(texts("String B = \"delete from lease\";")).anyMatch(text -> names(text, "lease"));
        assertThat(names("select * from card_change", "card")).isFalse();
    }

    private static boolean names(String text, String table) {
        return Pattern.compile(NAMED.formatted(table)).matcher(text).find();
    }

    /** All texts of a source, SQL or not: a sentence for people rarely names a table behind one of these words. */
    private static List<String> texts(String source) {
        return TEXT.matcher(COMMENT.matcher(source).replaceAll(""))
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();
    }

    private static Set<String> tables() throws IOException {
        Set<String> tables = new TreeSet<>();
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            for (Path file : files.toList()) {
                CREATED.matcher(Files.readString(file)).results().forEach(found -> tables.add(found.group(1)));
            }
        }
        return tables;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
        }
    }

    private static String packageOf(Path source) {
        return SOURCES.relativize(source.getParent()).toString().replace('/', '.');
    }
}
