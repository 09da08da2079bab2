// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The schema of the release before this one, and rows in every table as that release wrote them. */
public final class PreviousRelease {

    /** The newest migration of the previous release. */
    public static final String SCHEMA = "11";

    private static final Path ROWS = Path.of("src/test/resources/upgrade/rows-" + SCHEMA + ".sql");

    private PreviousRelease() {}

    /** Migrates up to the previous release's schema. */
    public static void migrate(Database owner) {
        migrate(owner, SCHEMA);
    }

    /** Migrates up to the schema of this release. */
    public static void migrateOn(Database owner) {
        migrate(owner, "latest");
    }

    /** Puts the rows in place of those that there are. */
    public static void fill(Database owner) throws IOException {
        owner.execute("truncate " + String.join(", ", tables(owner)), Files.readString(ROWS));
    }

    /** Moves every time of the rows, so that the newest is now and nothing has expired. */
    public static void renew(Database owner) {
        String age = owner.value("select extract(epoch from now() - max(created_at)) from operation");
        owner.rows("select table_name, column_name from information_schema.columns where table_schema = 'public'"
                        + " and data_type like 'timestamp%' and table_name = any(array['"
                        + String.join("', '", tables(owner)) + "'])")
                .forEach(row -> {
                    String[] words = row.split(" ");
                    owner.execute("update " + words[0] + " set " + words[1] + " = " + words[1] + " + " + age
                            + " * interval '1 second' where " + words[1] + " > 'epoch'");
                });
    }

    public static List<String> tables(Database owner) {
        return owner.rows("select table_name from information_schema.tables where table_schema = 'public'"
                + " and table_type = 'BASE TABLE' and table_name <> 'flyway_schema_history'");
    }

    private static void migrate(Database owner, String target) {
        Flyway.configure()
                .dataSource("jdbc:" + owner.url(), owner.username(), owner.password())
                // or the indexes that are built concurrently wait for the migration itself
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .locations("filesystem:src/main/resources/db/migration")
                .target(target)
                .load()
                .migrate();
    }
}
