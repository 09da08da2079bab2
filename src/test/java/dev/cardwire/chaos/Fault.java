// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import java.util.Map;
import java.util.Random;

/** Something that breaks, and how it is made whole again. */
enum Fault {
    KILLED((world, random) -> {
        var replica = world.replicas.get(random.nextInt(world.replicas.size()));
        replica.kill();
        return replica::start;
    }),
    TERMINATED((world, random) -> {
        var replica = world.replicas.get(random.nextInt(world.replicas.size()));
        replica.stop();
        return replica::start;
    }),
    PAUSED((world, random) -> {
        var replica = world.replicas.get(random.nextInt(world.replicas.size()));
        replica.pause();
        return replica::resume;
    }),
    REDIS_EMPTIED((world, random) -> {
        world.stores.emptyRedis();
        return () -> {};
    }),
    REDIS_STOPPED((world, random) -> {
        world.stores.stopRedis();
        return world.stores::startRedis;
    }),
    REDIS_SILENT((world, random) -> {
        world.stores.silenceRedis();
        return world.stores::wakeRedis;
    }),
    POSTGRESQL_CRASHED((world, random) -> {
        world.stores.crashPostgres();
        return () -> {};
    }),
    POSTGRESQL_READ_ONLY((world, random) -> {
        world.stores
                .database()
                .execute("alter system set default_transaction_read_only = on", "select pg_reload_conf()");
        return () -> world.stores
                .database()
                .execute(
                        "set default_transaction_read_only = off",
                        "alter system reset default_transaction_read_only",
                        "select pg_reload_conf()");
    }),
    /** With synchronous replication, without which commits may be lost. */
    POSTGRESQL_FAILED_OVER((world, random) -> {
        world.stores.startStandby();
        return () -> {
            world.failovers++;
            world.stores.failOver();
        };
    }),
    POSTGRESQL_FROZEN((world, random) -> {
        world.stores.freezePostgres();
        return world.stores::thawPostgres;
    }),
    /** Connections that lead nowhere, which nobody is told of. */
    POSTGRESQL_SILENT((world, random) -> {
        world.toPostgres.silence();
        return world.toPostgres::wake;
    }),
    POSTGRESQL_FAR_AWAY((world, random) -> {
        world.toPostgres.delay(50);
        return () -> world.toPostgres.delay(0);
    }),
    /** Wherever a statement or a commit is: some are cut off before, some after it was done. */
    COMMITS_CUT((world, random) -> {
        world.toPostgres.cut();
        return world.toPostgres::restore;
    }),
    DOOR_CUT((world, random) -> {
        world.door.cut();
        return world.door::restore;
    }),
    DOOR_SILENT((world, random) -> {
        world.door.silence();
        return world.door::wake;
    }),
    UQPAY_SLOW(knobs(Map.of("http_latency_ms", 1_000), Map.of("http_latency_ms", 0))),
    UQPAY_DROPS(knobs(
            Map.of("create_card_then_drop_connection_rate", 0.7),
            Map.of("create_card_then_drop_connection_rate", 0.0))),
    UQPAY_FAILS(knobs(Map.of("http_error_rate", 0.5, "http_error_status", 500), Map.of("http_error_rate", 0.0))),
    UQPAY_FAILS_AFTER_THE_WORK(knobs(
            Map.of("http_error_rate", 0.5, "http_error_status", 502, "http_error_after_work", true),
            Map.of("http_error_rate", 0.0, "http_error_after_work", false))),
    UQPAY_BEHIND_A_FIREWALL(knobs(
            Map.of("http_error_rate", 0.5, "http_error_status", 403, "http_error_body", "firewall"),
            Map.of("http_error_rate", 0.0, "http_error_body", "json"))),
    UQPAY_REFUSES_EVERYTHING(knobs(
            Map.of("http_error_rate", 0.3, "http_error_status", 400, "http_error_body", "flat"),
            Map.of("http_error_rate", 0.0, "http_error_body", "json"))),
    /** For so long that an operator has to be asked. */
    UQPAY_AWAY((world, random) -> {
        world.uqpay.behave(Map.of("http_error_rate", 1.0, "http_error_status", 502, "http_error_body", "edge"));
        return () -> {
            world.awaitUnresolved();
            world.uqpay.behave(Map.of("http_error_rate", 0.0, "http_error_body", "json"));
        };
    }),
    UQPAY_LIMITS(knobs(Map.of("rate_limit_per_minute", 60), Map.of("rate_limit_per_minute", 0))),
    TOKEN_STOLEN((world, random) -> {
        world.play("token-stolen");
        return () -> {};
    }),
    EVENTS_LOST(knobs(Map.of("webhook_drop_rate", 0.5), Map.of("webhook_drop_rate", 0.0))),
    EVENTS_OUT_OF_ORDER(knobs(
            Map.of("webhook_reorder", true, "webhook_duplicates", 2),
            Map.of("webhook_reorder", false, "webhook_duplicates", 0))),
    EVENTS_FORGED(knobs(Map.of("webhook_bad_signature_rate", 0.5), Map.of("webhook_bad_signature_rate", 0.0))),
    EVENTS_LATE(knobs(Map.of("webhook_delay_ms", 6_000), Map.of("webhook_delay_ms", 0))),
    /** What UQPAY signed and nobody can read, and another body under the id of an event that came before. */
    EVENTS_CORRUPT((world, random) -> {
        Nonsense.deliver(world);
        return () -> Nonsense.deliver(world);
    }),
    CARD_MADE_AT_UQPAY((world, random) -> {
        world.operator.makeCardAtUqpay();
        return () -> {};
    });

    private final Blow blow;

    Fault(Blow blow) {
        this.blow = blow;
    }

    /** Breaks it. @return what makes it whole again */
    Repair strike(ChaosWorld world, Random random) throws Exception {
        return blow.strike(world, random);
    }

    interface Blow {
        Repair strike(ChaosWorld world, Random random) throws Exception;
    }

    interface Repair {
        void run() throws Exception;
    }

    private static Blow knobs(Map<String, Object> turned, Map<String, Object> normal) {
        return (world, random) -> {
            world.uqpay.behave(turned);
            return () -> world.uqpay.behave(normal);
        };
    }
}
