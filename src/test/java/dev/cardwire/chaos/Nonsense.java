// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.testsupport.SignedEvents;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Deliveries with a valid signature that mean nothing. */
final class Nonsense {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Nonsense() {}

    static void deliver(ChaosWorld world) throws InterruptedException {
        List<String> bodies = new ArrayList<>(List.of(
                "",
                "null",
                "[]",
                "{",
                "\u0000",
                "<html>502 Bad Gateway</html>",
                "{\"event_id\": \"none\"}",
                "{\"event_id\": {}, \"data\": 1}",
                "{\"a\": 1, \"a\": 2}"));
        world
                .stores
                .database()
                .rows("select event_id, card_id from webhook_event where card_id is not null and outcome = 'applied'"
                        + " order by received_at desc limit 2")
                .stream()
                .map(row -> row.split(" "))
                .forEach(row -> bodies.add(SignedEvents.status(row[0], row[1], "STOLEN", "2026-01-01T00:00:00Z")));
        for (String body : bodies) {
            try {
                HTTP.send(SignedEvents.delivery(world.url(), body), HttpResponse.BodyHandlers.discarding());
            } catch (IOException away) {
                // nobody reads it this time
            }
        }
    }
}
