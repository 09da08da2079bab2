// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The ways in which UQPAY writes a time (uqpay/api.md 4.1). It lives in Singapore, at +08:00 all year. */
public final class Times {
    private static final ZoneOffset SINGAPORE = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter SECONDS = at("yyyy-MM-dd'T'HH:mm:ssxxx", SINGAPORE);
    private static final DateTimeFormatter MILLIS = at("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", SINGAPORE);
    private static final DateTimeFormatter ZONELESS = at("yyyy-MM-dd HH:mm:ss", SINGAPORE);
    private static final DateTimeFormatter UTC = at("yyyy-MM-dd'T'HH:mm:ss'Z'", ZoneOffset.UTC);
    private static final DateTimeFormatter HTTP = at("EEE, dd MMM yyyy HH:mm:ss 'GMT'", ZoneOffset.UTC);

    private Times() {}

    private static DateTimeFormatter at(String pattern, ZoneOffset zone) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zone);
    }

    /** Most fields. */
    public static String seconds(Instant time) {
        return SECONDS.format(time);
    }

    /** Money and transactions in events. */
    public static String millis(Instant time) {
        return MILLIS.format(time);
    }

    /** The cardholder's {@code create_time} in REST answers: no zone at all. */
    public static String zoneless(Instant time) {
        return ZONELESS.format(time);
    }

    /** PAN token, elevated limit, network protection. */
    public static String utc(Instant time) {
        return UTC.format(time);
    }

    /** The Date header. */
    public static String http(Instant time) {
        return HTTP.format(time);
    }
}
