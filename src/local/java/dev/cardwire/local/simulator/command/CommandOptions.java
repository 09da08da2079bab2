// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words and the options of a command; an option may be given several times. */
record CommandOptions(List<String> words, List<String[]> options) {
    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException in one sentence for the person who typed them
     */
    static CommandOptions of(List<String> args, String... known) {
        List<String> words = new ArrayList<>();
        List<String[]> options = new ArrayList<>();
        for (String arg : args) {
            if (!arg.startsWith("--")) {
                words.add(arg);
                continue;
            }
            String[] option = arg.substring(2).split("=", 2);
            if (option.length < 2 || !List.of(known).contains(option[0])) {
                throw new IllegalArgumentException(
                        "unknown option " + arg + "; known are --" + String.join("=, --", known) + "=");
            }
            options.add(option);
        }
        return new CommandOptions(List.copyOf(words), List.copyOf(options));
    }

    List<String> all(String name) {
        return options.stream()
                .filter(option -> option[0].equals(name))
                .map(option -> option[1])
                .toList();
    }

    Optional<String> last(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }
}
