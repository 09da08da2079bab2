// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Things of one kind by their id, in the order they were made; remembers which of them the journal has not seen yet. */
public final class Table<T> {
    private final String name;
    private final Class<T> type;
    private final Function<T, String> id;
    private final Map<String, T> rows = new LinkedHashMap<>();
    private final Set<String> unsaved = new LinkedHashSet<>();

    Table(String name, Class<T> type, Function<T, String> id) {
        this.name = name;
        this.type = type;
        this.id = id;
    }

    public Optional<T> find(String key) {
        return Optional.ofNullable(rows.get(key));
    }

    public Collection<T> all() {
        return Collections.unmodifiableCollection(rows.values());
    }

    public List<T> newestFirst() {
        List<T> list = new ArrayList<>(rows.values());
        Collections.reverse(list);
        return list;
    }

    public int size() {
        return rows.size();
    }

    /** Adds or replaces; a replaced row keeps its place. Call it again after changing a row, or the change is not kept. */
    public void put(T row) {
        String key = id.apply(row);
        rows.put(key, row);
        unsaved.add(key);
    }

    public void remove(String key) {
        if (rows.remove(key) != null) {
            unsaved.add(key);
        }
    }

    boolean hasUnsaved() {
        return !unsaved.isEmpty();
    }

    /** Writes what changed, or a part of it, straight to text: every call that changes something waits for this. */
    void writeUnsaved(JsonGenerator line, int most) throws IOException {
        line.writeObjectFieldStart(name);
        Iterator<String> keys = unsaved.iterator();
        for (int i = 0; i < most && keys.hasNext(); i++) {
            String key = keys.next();
            line.writeFieldName(key);
            line.writePOJO(rows.get(key));
            keys.remove();
        }
        line.writeEndObject();
    }

    void forgetUnsaved() {
        unsaved.clear();
    }

    void read(ObjectNode line) {
        JsonNode changes = line.path(name);
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                rows.remove(change.getKey());
            } else {
                rows.put(change.getKey(), Json.value(change.getValue(), type));
            }
        });
    }

    /** Marks every row as not yet written, for a journal that begins anew. */
    void markAllUnsaved() {
        unsaved.clear();
        unsaved.addAll(rows.keySet());
    }

    void clear() {
        rows.clear();
        unsaved.clear();
    }
}
