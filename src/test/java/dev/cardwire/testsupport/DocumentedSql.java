// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The SQL blocks of a chapter, as statements that a driver runs. */
public final class DocumentedSql {

    private static final Pattern BLOCK = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);

    private DocumentedSql() {}

    /** Each block as its parts between changes of the database ({@code \c}), each part as its statements. */
    public static List<List<List<String>>> of(String document, String chapter) throws IOException {
        String text = Files.readString(Path.of(document))
                .split("\n## " + chapter + "\n", 2)[1]
                .split("\n## ", 2)[0];
        return BLOCK.matcher(text)
                .results()
                .map(block -> Stream.of(block.group(1).split("(?m)^\\\\c .*$"))
                        .map(DocumentedSql::statements)
                        .toList())
                .toList();
    }

    private static List<String> statements(String sql) {
        return Stream.of(sql.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
