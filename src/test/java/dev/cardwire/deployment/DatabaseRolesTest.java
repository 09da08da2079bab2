// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.DocumentedSql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles of docs/install.md: one migrates, the other does what the application's statements do, and nothing else. */
class DatabaseRolesTest {

    private static final Pattern STATEMENT =
            Pattern.compile("(insert into|update|delete from)\\s+([a-z_]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTITY = Pattern.compile("@Table\\(name = \"([a-z_]+)\"\\)");

    private static EmbeddedPostgres postgres;
    private static Database replica;
    private static Database owner;

    @BeforeAll
    static void install() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        List<List<List<String>>> blocks = DocumentedSql.of("docs/install.md", "Create the database");
        assertThat(blocks).hasSize(2);
        assertThat(blocks.get(0)).hasSize(2);
        as("postgres", "postgres").execute(blocks.get(0).get(0).toArray(String[]::new));
        as("postgres", "cardwire").execute(blocks.get(0).get(1).toArray(String[]::new));
        owner = as("cardwire_owner", "cardwire");
        replica = as("cardwire", "cardwire");
        Flyway.configure()
                .dataSource("jdbc:" + owner.url(), owner.username(), owner.password())
                // or the indexes that are built concurrently wait for the migration itself
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .locations("filesystem:src/main/resources/db/migration")
                .load()
                .migrate();
        owner.execute(blocks.get(1).get(0).toArray(String[]::new));
        owner.execute(blocks.get(1).get(0).toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void replicasMayDoWhatTheApplicationsStatementsDo() throws IOException {
        assertThat(needed()).hasSizeGreaterThan(25).allSatisfy(right -> {
            String[] parts = right.split(" ");
            assertThat(replica.value("select has_table_privilege('" + parts[1] + "', '" + parts[0] + "')"))
                    .as(right)
                    .isEqualTo("t");
        });
    }

    @Test
    void replicasReadTheSchemasHistoryAndNeverChangeIt() {
        assertThat(replica.rows("select version from flyway_schema_history")).isNotEmpty();
        assertThat(rightsOn("flyway_schema_history")).isEqualTo("SELECT");
    }

    @Test
    void whatIsKeptForeverCannotBeDeleted() {
        for (String table : List.of("card", "feed_head", "log_identity", "uqpay_token")) {
            assertThat(rightsOn(table)).as(table).isEqualTo("INSERT SELECT UPDATE");
        }
        assertThat(rightsOn("card_change")).as("a log").isEqualTo("DELETE INSERT SELECT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table card",
                "alter table card add column more text",
                "truncate card_change",
                "create table mine (id int)",
                "create index on card (card_id)",
                "create temporary table mine (id int)",
                "create schema mine",
                "create function f() returns int language sql as 'select 1'",
                "delete from flyway_schema_history",
                "update flyway_schema_history set success = false",
                "set role cardwire_owner",
            })
    void replicasCannot(String statement) {
        assertThatThrownBy(() -> replica.execute(statement)).rootCause().satisfies(refused -> assertThat(
                        ((java.sql.SQLException) refused).getSQLState())
                .isEqualTo("42501"));
    }

    @Test
    void ownerMigratesAgain() {
        assertThatCode(() -> owner.execute("create table next (id int)", "drop table next"))
                .doesNotThrowAnyException();
    }

    private static String rightsOn(String table) {
        return replica.value("select string_agg(privilege_type, ' ' order by privilege_type)"
                + " from information_schema.role_table_grants where grantee = 'cardwire' and table_name = '" + table
                + "'");
    }

    /** {@code right table} for every statement in the sources, and what an entity needs. */
    private static Set<String> needed() throws IOException {
        Set<String> tables = new TreeSet<>(
                replica.rows("select table_name from information_schema.tables" + " where table_schema = 'public'"));
        Set<String> needed = new TreeSet<>();
        for (String source : sources()) {
            STATEMENT
                    .matcher(source)
                    .results()
                    .filter(found -> tables.contains(found.group(2).toLowerCase(Locale.ROOT)))
                    .forEach(found -> needed.add(found.group(1).split(" ")[0].toLowerCase(Locale.ROOT) + " "
                            + found.group(2).toLowerCase(Locale.ROOT)));
            ENTITY.matcher(source)
                    .results()
                    .flatMap(entity -> Stream.of("insert", "update").map(right -> right + " " + entity.group(1)))
                    .forEach(needed::add);
        }
        tables.forEach(table -> needed.add("select " + table));
        return needed;
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(DatabaseRolesTest::read)
                    .collect(Collectors.toList());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static Database as(String role, String database) {
        return new Database("postgresql://localhost:" + postgres.getPort() + "/" + database, role, "");
    }
}
