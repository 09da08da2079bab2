// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What must be nowhere, the places where it is put, and what would give it away. */
final class Secrets {

    static final String CODE = "Z9CODE73914628";
    static final String PIN = "PIN-58213397";
    static final String UNSIGNED = "unverified-b7f0c3";
    /** Card numbers of four lengths; the last digit is the check digit. */
    static final List<String> NUMBERS =
            List.of("4024007181635", "371449635398431", "4539148803436467", "6037984123759016484");

    private int turn;

    /** As people write them. */
    static List<String> spelled() {
        List<String> all = new ArrayList<>();
        for (String number : NUMBERS) {
            all.add(number);
            all.add(number.replaceAll("(.{4})(?=.)", "$1 "));
            all.add("paid with " + number.replaceAll("(.{4})(?=.)", "$1-") + " 12/29, thanks");
        }
        return all;
    }

    /** A few at a time, all of them in turn: a number in one spelling, another in another. */
    List<String> some() {
        List<String> all = spelled();
        return List.of(
                all.get(turn++ % all.size()), all.get((turn++ + 4) % all.size()), all.get((turn++ + 8) % all.size()));
    }

    /** What gives a secret away: a mask shows eight digits and four. */
    static List<String> fragments() {
        List<String> all =
                new ArrayList<>(List.of(CODE, PIN, UNSIGNED, "73914628", "58213397", "12344444", "57609685"));
        for (String number : NUMBERS) {
            for (String written :
                    List.of(number, number.replaceAll("(.{4})(?=.)", "$1 "), number.replaceAll("(.{4})(?=.)", "$1-"))) {
                all.add(written.substring(0, 12));
                all.add(written.substring(written.length() - 12));
            }
        }
        return all;
    }

    static List<String> places(ObjectNode event) {
        List<String> places = new ArrayList<>();
        event.fieldNames().forEachRemaining(places::add);
        Hooks.data(event).fieldNames().forEachRemaining(name -> places.add("data/" + name));
        places.remove("data");
        places.removeIf(Secrets::isAmount);
        return places;
    }

    /** Whether a place holds an amount, whose digits are nobody's card number and must all be kept. */
    static boolean isAmount(String place) {
        return place.matches("(?:.*[/.])?(?:[a-z_]*_)?(?:amount|balance|limit|fee|rate)");
    }

    static void put(ObjectNode event, String place, String secret) {
        boolean inside = place.startsWith("data/");
        ObjectNode parent = inside ? Hooks.data(event) : event;
        String name = inside ? place.substring("data/".length()) : place;
        JsonNode before = parent.get(name);
        if (before.isNumber() && secret.matches("\\d{13,18}")) {
            parent.put(name, Long.parseLong(secret));
        } else {
            parent.put(name, secret);
        }
    }
}
