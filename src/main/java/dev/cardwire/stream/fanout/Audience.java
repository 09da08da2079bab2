// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LoggedChange;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who watches what, found by card and by cardholder, so that a change costs as much as it has viewers. */
final class Audience {

    private final Set<Subscription> everything = new LinkedHashSet<>();
    private final Map<UUID, Set<Subscription>> byCard = new HashMap<>();
    private final Map<UUID, Set<Subscription>> byHolder = new HashMap<>();

    void add(Subscription stream) {
        LogScope scope = stream.scope();
        if (scope.everything()) {
            everything.add(stream);
            return;
        }
        scope.cardIds().forEach(card -> enter(byCard, card, stream));
        scope.cardholderIds().forEach(holder -> enter(byHolder, holder, stream));
    }

    void remove(Subscription stream) {
        everything.remove(stream);
        stream.scope().cardIds().forEach(card -> strike(byCard, card, stream));
        stream.scope().cardholderIds().forEach(holder -> strike(byHolder, holder, stream));
    }

    Collection<Subscription> everything() {
        return everything;
    }

    /** Hands a change to the streams of some cards and cardholders, each in its own form, each once. */
    void announce(Announcement announcement) {
        LoggedChange change = announcement.change();
        Frame moved = announcement.moved();
        if (moved != null) {
            of(byCard, change.cardId()).forEach(stream -> stream.offer(moved));
        }
        Frame byHolderAlone = announcement.byHolder();
        if (byHolderAlone != null) {
            for (Subscription stream : of(byHolder, change.cardholderId())) {
                if (!stream.scope().cardIds().contains(change.cardId())) {
                    stream.offer(byHolderAlone);
                }
            }
        }
    }

    private static Set<Subscription> of(Map<UUID, Set<Subscription>> index, @Nullable UUID id) {
        return id == null ? Collections.emptySet() : index.getOrDefault(id, Collections.emptySet());
    }

    /** Most ids have one viewer, who needs no table of his own. */
    private static void enter(Map<UUID, Set<Subscription>> index, UUID id, Subscription stream) {
        index.merge(id, Set.of(stream), (present, one) -> {
            Set<Subscription> several = present instanceof LinkedHashSet ? present : new LinkedHashSet<>(present);
            several.addAll(one);
            return several;
        });
    }

    private static void strike(Map<UUID, Set<Subscription>> index, UUID id, Subscription stream) {
        index.computeIfPresent(id, (same, present) -> {
            if (present instanceof LinkedHashSet) {
                present.remove(stream);
                return present.isEmpty() ? null : present;
            }
            return present.contains(stream) ? null : present;
        });
    }
}
