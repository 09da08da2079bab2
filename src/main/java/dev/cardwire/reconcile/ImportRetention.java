// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.store.RetentionPeriod;
import dev.cardwire.store.RowRetention;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Imports that began long ago: they have ended, or lost the replica that ran them. */
@Singleton
class ImportRetention extends RowRetention {

    private static final String REMOVE = """
            delete from card_import where import_id in (
                select import_id from card_import where started_at < $1 order by started_at limit $2)""";

    ImportRetention(Pool pool, ReconcileConfig config, InstantSource clock) {
        super(pool, "card_import", REMOVE, new RetentionPeriod(config.importsKept()), clock);
    }
}
