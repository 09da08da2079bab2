// SPDX-License-Identifier: Apache-2.0
package dev.cardwire;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * Why a start was refused, in one sentence that names the environment variable to change. The operator who starts the
 * application set a variable wrong and does not read Java; and a stack trace would quote values, which may be secrets.
 */
final class StartRefusal {

    private static final String BEGINNING = "Cardwire does not start: ";

    /** A value refers to a property that nobody has set. */
    private static final Pattern UNSET = Pattern.compile("SRCFG00011: Could not expand value (\\S+) in property");

    private static final Pattern MISSING = Pattern.compile("SRCFG00014: The config property (\\S+) is required");
    private static final Pattern UNKNOWN = Pattern.compile("SRCFG00050: (\\S+)");
    /** What else the configuration has to say about a property; the value that follows is not repeated. */
    private static final Pattern UNREADABLE = Pattern.compile(
            "(?:config property|configuration property|property) \"?([a-zA-Z][\\w.\"<>-]*\\.[\\w.\"<>-]+)");

    /** Quarkus leaves a datasource without an address out, and then complains at length of what is missing. */
    private static final String WITHOUT_URL = "because its URL is not set";

    private static final int DEEPEST = 20;

    private StartRefusal() {}

    /** The sentence; empty when no setting can fix the cause. */
    static Optional<String> sentence(Throwable failure) {
        return causes(failure)
                .flatMap(cause -> said(cause).stream())
                .findFirst()
                .map(BEGINNING::concat);
    }

    /** Beans that need what was refused fail as well, and quote it at length. */
    private static boolean isWrapped(ConfigurationException complaint) {
        return causes(complaint).skip(1).anyMatch(ConfigurationException.class::isInstance);
    }

    private static Optional<String> said(Throwable cause) {
        if (cause instanceof ConfigurationException ours && !isWrapped(ours)) {
            boolean noUrl = String.valueOf(ours.getMessage()).contains(WITHOUT_URL);
            return Optional.ofNullable(noUrl ? "CARDWIRE_DATABASE_URL is not set." : ours.getMessage());
        }
        if (cause instanceof ConfigValidationException all) {
            return ofSettings(IntStream.range(0, all.getProblemCount())
                    .mapToObj(index -> all.getProblem(index).getMessage()));
        }
        if (cause instanceof QuarkusBindException taken) {
            return Optional.of("port " + taken.getPort() + " is in use, choose another with QUARKUS_HTTP_PORT.");
        }
        if (cause instanceof FlywayValidateException) {
            return Optional.of("the schema is not that of this release, migrate it first: one process with"
                    + " QUARKUS_FLYWAY_MIGRATE_AT_START=true and QUARKUS_INIT_AND_EXIT=true.");
        }
        if (cause instanceof SQLException refusal && refusal.getSQLState() != null) {
            return ofStore(refusal.getSQLState());
        }
        return Optional.ofNullable(cause.getMessage())
                .filter(words -> words.startsWith("SRCFG"))
                .flatMap(words -> ofSettings(Stream.of(words)));
    }

    /** By SQLSTATE: the driver's own words may quote addresses and names. */
    private static Optional<String> ofStore(String state) {
        if (state.startsWith("28") || state.startsWith("3D")) {
            return Optional.of("PostgreSQL refuses the login, see CARDWIRE_DATABASE_URL, CARDWIRE_DATABASE_USERNAME and"
                    + " CARDWIRE_DATABASE_PASSWORD.");
        }
        if (state.equals("08P01")) {
            return Optional.of(
                    "PostgreSQL, or a pooler such as PgBouncer in front of it, refuses a startup parameter of"
                            + " the connection, see docs/install.md.");
        }
        return state.startsWith("08")
                ? Optional.of("PostgreSQL does not answer at CARDWIRE_DATABASE_URL, or its certificate is not trusted.")
                : Optional.empty();
    }

    private static Optional<String> ofSettings(Stream<String> problems) {
        List<String> words = problems.toList();
        for (Complaint complaint : List.of(
                new Complaint(UNSET, " is not set."),
                new Complaint(MISSING, " is not set."),
                new Complaint(UNKNOWN, " is not a setting."),
                new Complaint(UNREADABLE, " has an invalid value."))) {
            TreeSet<String> named = words.stream()
                    .flatMap(text -> complaint.about().matcher(text).results())
                    .map(found -> variable(found.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!named.isEmpty()) {
                return Optional.of(String.join(", ", named) + complaint.is());
            }
        }
        return Optional.empty();
    }

    private record Complaint(Pattern about, String is) {}

    private static String variable(String property) {
        Matcher signs = Pattern.compile("[^A-Za-z0-9]").matcher(property.replaceAll("[.\"]+$", ""));
        return signs.replaceAll("_").toUpperCase(Locale.ROOT);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST);
    }
}
