// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * A database of its own with the real schema, a million rows in the log and in the inbox and 200,000 in the other large
 * tables, that says how many rows a statement looks at.
 */
final class MillionRows implements AutoCloseable {

    private static final String NAME = "million_rows";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Ids that ascend: the rows are what matters here, not how long it takes to put them in. */
    private static final String ID = """
            create function id(kind text, i bigint) returns uuid immutable language sql
            return (md5(kind)::uuid::text::varchar(18) || '-' || lpad(to_hex(i / 65536 % 65536), 4, '0') || '-'
                || lpad(to_hex(i % 65536), 12, '0'))::uuid""";

    private static final List<String> ROWS =
            List.of("""
            insert into card (card_id, card_order_id, card_status, version, card_number, cardholder_id,
                card_product_id, created_at, updated_at)
            select id('card', i), 'o' || i,
                case when i < 100 then 'PENDING'
                     else (array['ACTIVE', 'FROZEN', 'CANCELLED', 'BLOCKED'])[1 + i % 4] end,
                1, '40963608****' || lpad((i % 1000)::text, 4, '0'), id('holder', i % 20000),
                id('product', i % 5), now() - i * interval '2 minutes', now() - i * interval '1 minute'
            from generate_series(1, 200000) i""", """
            insert into card_change (position, card_id, version, card_status, previous_status, status_changed,
                holder_named, cardholder_id, cause, event_id, occurred_at, committed_at)
            select i, id('card', 1 + i % 200000), 1, 'ACTIVE', 'PENDING', i % 3 = 0, false, id('holder', i % 20000),
                'WEBHOOK', id('event', i), now(), now() - (1000000 - i) * interval '30 seconds'
            from generate_series(1, 1000000) i""", "update feed_head set position = 1000000", """
            insert into webhook_event (event_id, event_type, source_id, card_id, outcome, digest, received_at)
            select id('event', i),
                case when i % 4000 = 0 then 'card.create.failed'
                     else (array['card.status.update.succeeded', 'issuing.transaction.authorization'])[1 + i % 2] end,
                'o' || i, case when i % 4000 = 0 then null else id('card', 1 + i % 200000) end,
                case when i % 2000 = 0 then 'parked' when i % 5000 = 1 then 'failed' else 'applied' end,
                '\\x00', now() - (1000000 - i) * interval '30 seconds'
            from generate_series(1, 1000000) i""", """
            insert into operation (operation_id, kind, state, caller, idempotency_key, target, fingerprint,
                upstream_key, card_id, card_order_id, cardholder_id, deadline, created_at, ended_at)
            select id('operation', i), 'ISSUE_CARD', case when i % 10000 = 0 then 'IN_DOUBT' else 'ACCEPTED' end,
                'shop', 'k' || i, 'POST /v1/cards', '\\x00', id('upstream', i), id('card', i), 'o' || i,
                id('holder', i % 20000), now() - i * interval '2 minutes', now() - i * interval '2 minutes',
                case when i % 10000 = 0 then null else now() - i * interval '2 minutes' end
            from generate_series(1, 200000) i""", """
            insert into webhook_oddity (oddity_id, kind, digest, size, received_at)
            select id('oddity', i), 'conflict', decode(md5(i::text), 'hex'), 1, now() - i * interval '2 minutes'
            from generate_series(1, 200000) i""", """
            insert into revoked_ticket (ticket_id, expires_at)
            select id('ticket', i), now() - (100000 - i) * interval '1 second' from generate_series(1, 200000) i""");

    /** Made after the rows are in, which takes a fraction of the time; what a constraint needs stays. */
    private static final String INDEXES = """
            select indexname, indexdef from pg_indexes i where schemaname = 'public'
                and not exists (select from pg_constraint c where c.conname = i.indexname)""";

    private final Connection connection;

    private MillionRows(Connection connection) {
        this.connection = connection;
    }

    static MillionRows fill(String server, String user, String password) throws SQLException {
        String url = server.substring(0, server.lastIndexOf('/') + 1);
        try (Connection admin = DriverManager.getConnection(server, user, password);
                Statement statement = admin.createStatement()) {
            statement.execute("drop database if exists " + NAME);
            statement.execute("create database " + NAME);
        }
        FluentConfiguration migrations =
                Flyway.configure().dataSource(url + NAME, user, password).locations("classpath:db/migration");
        // as the application does: see MigrationLock
        migrations
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        migrations.load().migrate();
        MillionRows rows = new MillionRows(DriverManager.getConnection(url + NAME, user, password));
        rows.put();
        return rows;
    }

    private void put() throws SQLException {
        Map<String, String> indexes = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(INDEXES)) {
            while (found.next()) {
                indexes.put(found.getString(1), found.getString(2));
            }
        }
        execute("set synchronous_commit = off");
        execute("set maintenance_work_mem = '256MB'");
        execute(ID);
        for (String index : indexes.keySet()) {
            execute("drop index \"" + index + '"');
        }
        for (String sql : ROWS) {
            execute(sql);
        }
        for (String definition : indexes.values()) {
            execute(definition);
        }
        execute("vacuum analyze");
    }

    /** What came of a statement that was carried out and taken back. */
    record Walk(long rows, Set<String> walkedWhole, String plan) {}

    /** @param arguments SQL literals for {@code $1}, {@code $2} and so on */
    Walk walk(String sql, List<String> arguments) throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute("prepare walk as " + sql);
            String call = arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")";
            JsonNode plan = explain("explain (analyze, timing off, format json) execute walk" + call);
            Set<String> whole = new HashSet<>();
            return new Walk(rows(plan, whole), whole, plan.toPrettyString());
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            execute("deallocate all");
        }
    }

    private JsonNode explain(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return JSON.readTree(row.getString(1)).get(0).get("Plan");
        } catch (com.fasterxml.jackson.core.JsonProcessingException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    /** Rows that scans of tables looked at, those that a filter threw away included. */
    private static long rows(JsonNode node, Set<String> walkedWhole) {
        double rows = 0;
        if (node.has("Relation Name")) {
            double each = node.path("Actual Rows").asDouble()
                    + node.path("Rows Removed by Filter").asDouble()
                    + node.path("Rows Removed by Index Recheck").asDouble();
            rows = each * node.path("Actual Loops").asDouble();
            if (node.path("Node Type").asText().contains("Seq Scan")) {
                walkedWhole.add(node.path("Relation Name").asText());
            }
        }
        for (JsonNode child : node.path("Plans")) {
            rows += rows(child, walkedWhole);
        }
        return Math.round(rows);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
