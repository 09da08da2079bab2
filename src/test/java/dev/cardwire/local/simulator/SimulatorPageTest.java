// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.local.simulator.behaviour.Knob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page offers the values of closed lists that the controls accept, all of them and no others. */
class SimulatorPageTest {
    private static final Path PAGE = Path.of("src/local/resources/dev/cardwire/local/simulator/page/simulator.js");
    private static final Pattern OFFERED = Pattern.compile("(?m)^  (\\w+): \\[(.*)],$");
    private static final Pattern ACCEPTED = Pattern.compile("must be one of \\[(.*)]");

    @Test
    void offersWhatTheControlsAccept() throws IOException {
        assertThat(offered()).isEqualTo(accepted());
    }

    private static Map<String, List<String>> offered() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf("const lists = {");
        Map<String, List<String>> lists = new TreeMap<>();
        OFFERED.matcher(page.substring(from, page.indexOf("};", from)))
                .results()
                .forEach(list -> lists.put(list.group(1), words(list.group(2).replace("'", ""))));
        return lists;
    }

    private static Map<String, List<String>> accepted() {
        Map<String, List<String>> lists = new TreeMap<>();
        try (RunningSimulator sim = new RunningSimulator()) {
            for (Knob knob : Knob.values()) {
                String refusal = sim.behave("{\"" + knob.key() + "\":[]}").text();
                ACCEPTED.matcher(refusal)
                        .results()
                        .map((MatchResult list) -> words(list.group(1)))
                        .forEach(words -> lists.put(knob.key(), words));
            }
        }
        return lists;
    }

    private static List<String> words(String list) {
        return Arrays.asList(list.split(", ", -1));
    }
}
