// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.observability;

import dev.cardwire.testsupport.Api;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a replica answered a scrape, as one value a series. */
record Scrape(Map<String, Double> values) {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)");

    private static final Pattern COUNTER = Pattern.compile("\\w+_(total|count|sum|bucket)\\{.*");

    /** Enough for the longest wait of a rule that is tested, in steps of 15 s. */
    private static final int STEPS = 120;

    static Scrape of(String gateway) {
        Map<String, Double> values = new LinkedHashMap<>();
        String text = Api.caller().get(gateway + "/q/metrics").asString();
        text.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            String labels = sample.group(2) == null ? "" : "," + sample.group(2);
            values.put(
                    sample.group(1) + "{job=\"cardwire\",namespace=\"cardwire\",instance=\"a\"" + labels + "}",
                    Double.parseDouble(sample.group(3)));
        });
        return new Scrape(values);
    }

    /** Half an hour in which every step is as the one from the earlier scrape to this one, in promtool's notation. */
    Map<String, String> goneOnSince(Scrape earlier) {
        Map<String, String> series = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                return;
            }
            double step = COUNTER.matcher(name).matches() ? value - earlier.values.getOrDefault(name, 0.0) : 0;
            series.put(name, plain(value) + "+" + plain(Math.max(step, 0)) + "x" + STEPS);
        });
        series.put("up{job=\"cardwire\",namespace=\"cardwire\",instance=\"a\"}", "1x" + STEPS);
        return series;
    }

    private static String plain(double value) {
        return new java.math.BigDecimal(value).toPlainString();
    }
}
