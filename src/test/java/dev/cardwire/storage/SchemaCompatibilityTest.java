// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.PreviousRelease;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The previous release goes on working after a migration, during a roll-out and after a return to it: what it reads is still
 * there, and what it writes is still accepted.
 */
class SchemaCompatibilityTest {

    private static final String COLUMNS = "select table_name || '.' || column_name, udt_name, numeric_precision,"
            + " character_maximum_length from information_schema.columns where table_schema = 'public'"
            + " and table_name <> 'flyway_schema_history'";

    private static EmbeddedPostgres postgres;
    private static Database previous;
    private static Database newest;

    @BeforeAll
    static void migrate() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        database("postgres").execute("create database previous", "create database newest");
        previous = database("previous");
        newest = database("newest");
        PreviousRelease.migrate(previous);
        PreviousRelease.migrateOn(newest);
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void keepsWhatThePreviousReleaseReads() {
        List<String> columns = previous.rows(COLUMNS);
        assertThat(columns).hasSizeGreaterThan(100);
        assertThat(newest.rows(COLUMNS)).containsAll(columns);
    }

    /** A column that must be given, or a new constraint, would refuse these. */
    @Test
    void acceptsRowsAsThePreviousReleaseWritesThem() {
        assertThatCode(() -> PreviousRelease.fill(newest)).doesNotThrowAnyException();
    }

    @Test
    void rowsOfThePreviousReleaseAreInEveryTable() throws IOException {
        PreviousRelease.fill(previous);
        assertThat(PreviousRelease.tables(previous))
                .allSatisfy(table -> assertThat(previous.value("select count(*) from " + table))
                        .as(table)
                        .isNotEqualTo("0"));
    }

    @Test
    void newestMigrationIsInTheNotes() throws IOException {
        String version = newest.value("select max(cast(version as int)) from flyway_schema_history");
        assertThat(Files.readString(Path.of("docs/upgrade.md")))
                .contains("| V" + version + " |")
                .contains("| V" + PreviousRelease.SCHEMA + " |");
    }

    private static Database database(String name) {
        return new Database("postgresql://localhost:" + postgres.getPort() + "/" + name, "postgres", "postgres");
    }
}
