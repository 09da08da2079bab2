// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.RedisText;
import dev.cardwire.testsupport.SignedEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Looks for card numbers, keys and passwords in the logs, the rows, Redis and the metrics. */
final class SecretSearch {

    /** Of the products that cards are issued from here. A digest that looks like one by chance is one in a trillion. */
    private static final Pattern NUMBER = Pattern.compile("(?<![0-9.-])40963608[0-9]{8}(?![0-9.-])");

    private final ChaosWorld world;
    private final List<String> secrets;

    SecretSearch(ChaosWorld world) {
        this.world = world;
        this.secrets =
                List.of(Api.KEY, SignedEvents.SECRET, ChaosWorld.DATABASE_PASSWORD, ChaosWorld.REQUEST_KEY, "sim-key");
    }

    /** Where something was found, and what kind of thing. */
    List<String> found() throws IOException {
        Set<String> found = new TreeSet<>();
        for (PackagedGateway replica : world.replicas) {
            Files.readString(replica.log().toPath(), StandardCharsets.UTF_8)
                    .lines()
                    // the local build's welcome shows its well-known key
                    .filter(line -> !line.startsWith("curl "))
                    .forEach(line -> search(line, "a log", found));
            search(Api.caller().get(replica.url() + "/q/metrics").asString(), "metrics", found);
        }
        List<String> tables = world.stores
                .database()
                .rows("select table_name from information_schema.tables where table_schema = 'public'");
        for (String table : tables) {
            world.stores
                    .database()
                    .rows("select t::text from \"" + table + "\" t")
                    .forEach(row -> search(row, table, found));
        }
        search(RedisText.of(world.stores.environment().get("CARDWIRE_REDIS_URL")), "Redis", found);
        return List.copyOf(found);
    }

    private void search(String text, String where, Set<String> found) {
        if (NUMBER.matcher(text).find()) {
            found.add(where + ": a card number");
        }
        secrets.stream().filter(text::contains).forEach(secret -> found.add(where + ": " + secret));
    }
}
