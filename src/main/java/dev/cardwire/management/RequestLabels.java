// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.management;

import dev.cardwire.problem.Routes;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Closes the lists of what the server's own metrics are labelled with. The framework takes methods and paths as they come,
 * so every stranger could make time series that stay for ever, and use up the number of paths that are counted at all.
 */
class RequestLabels {

    private static final String SERVER = "http.server.";

    @Produces
    @Singleton
    MeterFilter closedLists() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith(SERVER) ? closed(id) : id;
            }
        };
    }

    /** The same id when nothing is to be changed, as for nearly every request. */
    static Meter.Id closed(Meter.Id id) {
        List<Tag> tags = new ArrayList<>(8);
        boolean changed = false;
        for (Tag tag : id.getTagsAsIterable()) {
            String value = closed(tag.getKey(), tag.getValue());
            boolean same = value.equals(tag.getValue());
            tags.add(same ? tag : Tag.of(tag.getKey(), value));
            changed |= !same;
        }
        return changed ? id.replaceTags(tags) : id;
    }

    private static String closed(String label, String value) {
        return switch (label) {
            case "method" -> Routes.METHODS.contains(value) ? value : Routes.OTHER;
            case "uri" -> Routes.templateOf(value);
            default -> value;
        };
    }
}
