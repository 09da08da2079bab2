// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import java.util.ArrayList;
import java.util.List;

/** One event as a parser that keeps to the HTML standard sees it. */
public record SseEvent(String name, String data, String lastEventId) {

    long position() {
        return Long.parseLong(lastEventId.substring(lastEventId.indexOf('-') + 1));
    }

    public static List<SseEvent> parse(String text) {
        return new Parser().feed(text).events;
    }

    static String lastIdIn(String text) {
        return new Parser().feed(text).lastEventId;
    }

    private static final class Parser {

        private final List<SseEvent> events = new ArrayList<>();
        private String lastEventId = "";
        private String id = "";
        private String name = "";
        private StringBuilder data = new StringBuilder();

        Parser feed(String text) {
            for (String line : text.split("\r\n|\n|\r", -1)) {
                if (line.isEmpty()) {
                    dispatch();
                } else if (line.charAt(0) != ':') {
                    field(line);
                }
            }
            return this;
        }

        private void field(String line) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> data.append(value).append('\n');
                default -> {}
            }
        }

        private void dispatch() {
            lastEventId = id;
            if (data.length() > 0) {
                data.setLength(data.length() - 1);
                events.add(new SseEvent(name.isEmpty() ? "message" : name, data.toString(), lastEventId));
            }
            name = "";
            data = new StringBuilder();
        }
    }
}
