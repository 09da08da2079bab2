// SPDX-License-Identifier: Apache-2.0
package load;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stream of everything that stays open and remembers which cards it heard to be ACTIVE. */
final class FrontEnd implements Link.Owner {

    private static final Pattern ACTIVE = Pattern.compile("\"card_id\":\"([^\"]+)\".*\"card_status\":\"ACTIVE\"");

    private final Set<String> active = ConcurrentHashMap.newKeySet();
    private volatile boolean live;
    private volatile boolean broken;

    boolean isLive() {
        return live;
    }

    boolean isBroken() {
        return broken;
    }

    boolean heardOf(Set<String> cards) {
        return active.containsAll(cards);
    }

    @Override
    public void status(int code) {
        broken |= code != 200;
    }

    @Override
    public void event(SseReader block) {
        if (block.typeIs("stream.live")) {
            live = true;
        } else if (block.typeIs("card.status")) {
            Matcher card = ACTIVE.matcher(block.data());
            if (card.find()) {
                active.add(card.group(1));
            }
        }
    }

    @Override
    public void closed() {
        broken = true;
    }
}
