package dev.cardwire.local.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        journal.rewrite(
                tables.stream().flatMap(table -> table.rowsAsLines().stream()).toList());
    }

    public void commit() {
        if (!journal.isKept()) {
            tables.forEach(Table::forgetUnsaved);
            return;
        }
        ObjectNode line = Json.object();
        tables.forEach(table -> table.writeUnsaved(line));
        if (!line.isEmpty()) {
            journal.append(line);
        }
    }

    public void clear() {
        tables.forEach(Table::clear);
        journal.rewrite(List.of());
    }

    @Override
    public void close() {
        journal.close();
    }
}
