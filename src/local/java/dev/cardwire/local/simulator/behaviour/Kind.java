// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What values a knob takes, how one is read from JSON, and the words for what is allowed. */
record Kind(String allowed, Predicate<JsonNode> accepts, Function<JsonNode, Object> read) {

    static Kind whole(int from, int to) {
        return new Kind(
                "an integer from " + from + " to " + to,
                node -> node.isIntegralNumber()
                        && node.canConvertToInt()
                        && node.intValue() >= from
                        && node.intValue() <= to,
                JsonNode::intValue);
    }

    static Kind number(double from, double to) {
        return new Kind(
                "a number from " + from + " to " + to,
                node -> node.isNumber() && node.doubleValue() >= from && node.doubleValue() <= to,
                JsonNode::doubleValue);
    }

    static Kind rate() {
        return number(0, 1);
    }

    static Kind flag() {
        return new Kind("true or false", JsonNode::isBoolean, JsonNode::booleanValue);
    }

    static Kind oneOf(String... words) {
        List<String> list = List.of(words);
        return new Kind(
                "one of " + list, node -> node.isTextual() && list.contains(node.textValue()), JsonNode::textValue);
    }

    static Kind text() {
        return new Kind("a string", JsonNode::isTextual, JsonNode::textValue);
    }

    static Kind url() {
        return new Kind(
                "an http or https URL", node -> node.isTextual() && isHttp(node.textValue()), JsonNode::textValue);
    }

    private static boolean isHttp(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
        } catch (IllegalArgumentException notAUri) {
            return false;
        }
    }
}
