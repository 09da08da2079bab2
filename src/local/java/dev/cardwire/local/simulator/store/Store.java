// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything the simulator knows. One {@link #commit()} writes all that one piece of work changed as one line, so a
 * killed process leaves a card together with its order and its idempotency record, or none of them.
 */
public final class Store implements AutoCloseable {
    private static final int PORTION = 500;

    private final List<Table<?>> tables = new ArrayList<>();
    private final Journal journal;

    public Store(Optional<Path> file) {
        this.journal = new Journal(file);
    }

    public <T> Table<T> table(String name, Class<T> type, Function<T, String> id) {
        Table<T> table = new Table<>(name, type, id);
        tables.add(table);
        return table;
    }

    /** Reads what an earlier run left and begins a compact journal. Call it after the last {@link #table}. */
    public void open() {
        journal.read(line -> tables.forEach(table -> table.read(line)));
        tables.forEach(Table::markAllUnsaved);
        journal.rewrite(this::appendInPortions);
    }

    /** One line, however much it is: all of it counts, or none. */
    public void commit() {
        if (!journal.isKept()) {
            tables.forEach(Table::forgetUnsaved);
        } else if (isUnsaved()) {
            journal.append(unsaved(Integer.MAX_VALUE));
        }
    }

    public void clear() {
        tables.forEach(Table::clear);
        journal.rewrite(() -> {});
    }

    private void appendInPortions() {
        while (isUnsaved()) {
            journal.append(unsaved(PORTION));
        }
    }

    private boolean isUnsaved() {
        return tables.stream().anyMatch(Table::hasUnsaved);
    }

    private byte[] unsaved(int mostOfATable) {
        return Json.write(line -> {
            line.writeStartObject();
            for (Table<?> table : tables) {
                if (table.hasUnsaved()) {
                    table.writeUnsaved(line, mostOfATable);
                }
            }
            line.writeEndObject();
        });
    }

    @Override
    public void close() {
        journal.close();
    }
}
