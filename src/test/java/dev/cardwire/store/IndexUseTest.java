// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each index costs every write, so each has a reader: here the kind of query that it is for, and PostgreSQL's own plan as
 * the proof that it can use it. An index without a reader fails this test, and a reader whose index is gone too.
 */
class IndexUseTest {

    private static final String ID = "'0cad0000-0000-4000-8000-000000000001'";

    private static final Map<String, String> READERS = new LinkedHashMap<>();

    static {
        // GET /v1/cards, with and without its filters
        reads(
                "card_newest",
                "card where (created_at, card_id) < (now(), " + ID + ") order by created_at desc, card_id desc");
        reads("card_of_cardholder", "card where cardholder_id = " + ID + " order by created_at desc, card_id desc");
        reads("card_by_status", "card where card_status = 'FROZEN' order by created_at desc, card_id desc");
        reads("card_of_product", "card where card_product_id = " + ID + " order by created_at desc, card_id desc");
        // a stream of everything begins with the cards that changed last
        reads("card_last_changed", "card order by updated_at desc");
        // which card an order made
        reads("card_of_order", "card where card_order_id = 'x'");
        // GET /v1/search by the last digits
        reads("card_by_last_four", "card where right(card_number, 4) = '1764' order by created_at desc, card_id desc");
        // the comparison with UQPAY
        reads("card_pending", "card where card_status = 'PENDING' and updated_at < now() order by updated_at");
        reads("card_read_wanted", "card where read_wanted_at is not null order by read_wanted_at");
        // a stream of some cards that resumes
        reads("card_change_of_card", "card_change where card_id = " + ID + " and position > 1 order by position");
        reads(
                "card_change_of_holder",
                "card_change where cardholder_id = " + ID + " and position > 1 order by position");
        // a repeated key, and the card of an operation
        reads("operation_key", "operation where caller = 'a' and idempotency_key = 'b'");
        reads("operation_issued_card", "operation where card_id = " + ID + " and kind = 'ISSUE_CARD'");
        reads("operation_order", "operation where card_order_id = 'x'");
        // recovery
        reads("operation_unfinished", "operation where state in ('REQUESTED', 'SENT', 'IN_DOUBT') order by deadline");
        reads(
                "operation_open_order",
                "operation where state = 'ACCEPTED' and order_status in ('PENDING', 'PROCESSING')"
                        + " and card_order_id is not null order by deadline");
        reads(
                "operation_unexplained",
                "operation where state = 'ACCEPTED' and order_status = 'FAILED'"
                        + " and failure_code is null and card_order_id is not null and attempts < 4 order by deadline");
        // GET /v1/operations with its filters, timelines, search
        reads("operation_of_card", "operation where card_id = " + ID + " order by created_at desc");
        reads("operation_newest", "operation order by created_at desc, operation_id desc");
        reads("operation_by_state", "operation where state = 'IN_DOUBT' order by created_at desc, operation_id desc");
        reads("operation_of_caller", "operation where caller = 'a' order by created_at desc, operation_id desc");
        reads("operation_by_key", "operation where idempotency_key = 'b' order by created_at desc");
        reads("operation_of_cardholder", "operation where cardholder_id = " + ID + " order by created_at desc");
        // GET /v1/webhook-events with its filters, timelines
        reads("webhook_event_newest", "webhook_event order by received_at desc, event_id desc");
        reads(
                "webhook_event_by_outcome",
                "webhook_event where outcome = 'failed' order by received_at desc, event_id desc");
        reads("webhook_event_by_type", "webhook_event where event_type = 'x' order by received_at desc, event_id desc");
        reads(
                "webhook_event_of_card",
                "webhook_event where card_id = " + ID + " order by received_at desc, event_id desc");
        // events that wait for their card or its order
        reads(
                "webhook_event_parked",
                "webhook_event where outcome = 'parked' and card_id = any(array[" + ID + "::uuid])");
        reads("webhook_event_parked_order", "webhook_event where outcome = 'parked' and source_id = any(array['x'])");
        reads(
                "webhook_event_waiting",
                "webhook_event where outcome = 'parked' and (card_id is not null"
                        + " or event_type in ('card.create.failed', 'card.create.succeeded')) order by received_at");
        reads("webhook_oddity_of_event", "webhook_oddity where event_id = " + ID);
        reads("webhook_oddity_once", "webhook_oddity where kind = 'conflict' and digest = '\\x00'");
        // retention
        reads(
                "operation_ended",
                "operation where state in ('NOT_SENT', 'ACCEPTED', 'REFUSED') and ended_at < now() order by ended_at");
        reads("webhook_oddity_oldest", "webhook_oddity where received_at < now() order by received_at");
        reads("revoked_ticket_expired", "revoked_ticket where expires_at < now() order by expires_at");
    }

    private static EmbeddedPostgres postgres;
    private static Database database;

    private static void reads(String index, String from) {
        READERS.put(index, "select * from " + from + " limit 20");
    }

    @BeforeAll
    static void install() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        database = new Database("postgresql://localhost:" + postgres.getPort() + "/postgres", "postgres", "postgres");
        Flyway.configure()
                .dataSource("jdbc:" + database.url(), database.username(), database.password())
                // or the indexes that are built concurrently wait for the migration itself
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .locations("filesystem:src/main/resources/db/migration")
                .load()
                .migrate();
        // what is left to the planner is which index: tables are empty here, and reading all of them would win
        database.execute(
                "alter database postgres set enable_seqscan = off",
                "alter database postgres set enable_bitmapscan = off",
                "alter database postgres set enable_sort = off");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void everyIndexHasAReader() {
        List<String> indexes = database.rows("""
                select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid
                    join pg_class t on t.oid = x.indrelid join pg_namespace n on n.oid = t.relnamespace
                where n.nspname = 'public' and t.relname <> 'flyway_schema_history'
                    and not exists (select from pg_constraint c where c.conindid = x.indexrelid)""");
        assertThat(new TreeSet<>(indexes)).isEqualTo(new TreeSet<>(READERS.keySet()));
    }

    @Test
    void everyReaderUsesItsIndex() {
        List<String> others = new ArrayList<>();
        READERS.forEach((index, query) -> {
            // of the others several would do as well while tables are empty
            database.execute("""
                    update pg_index x set indisvalid = x.indexrelid = cast('%s' as regclass)
                    where not exists (select from pg_constraint c where c.conindid = x.indexrelid)
                        and x.indrelid = (select indrelid from pg_index where indexrelid = cast('%s' as regclass))""".formatted(index, index));
            String plan = String.join("\n", database.rows("explain " + query));
            if (!plan.contains("using " + index + " on")) {
                others.add(index + ":\n" + plan);
            }
        });
        assertThat(others).isEmpty();
    }
}
