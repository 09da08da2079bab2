// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls between the packages. Plain test methods, because ArchUnit's own engine runs nothing under Quarkus' one. */
class ArchitectureTest {

    private static final String ROOT = "dev.cardwire";

    private static final int PUBLIC_PERCENT = 40;

    private static final int MOST_TYPES = 30;

    private static final int MEDIAN_TYPES = 10;

    private static final int MOST_PARAMETERS = 7;

    private static final String LEAVES =
            " access audit build cluster cluster.async cluster.lease json management masking pan problem problem.request"
                    + " sealing start store time uuid";

    /** The product and the local stand-ins, without tests. */
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** What a production build contains. */
    private static final JavaClasses MAIN =
            ALL.that(not(resideInAPackage("dev.cardwire.local.."))).as("main");

    // -- the fan of imports

    @Test
    void packagesFormNoCycle() {
        check(
                slices().matching("dev.cardwire.(**)").should().beFreeOfCycles(),
                "a package that can be read alone can be changed alone");
    }

    /** Who may import whom; a package that is not a key here has no walls, and the test fails. */
    private static final Map<String, String> IMPORTS = Map.ofEntries(
            // the root only starts the application
            Map.entry("", ""),
            // the story of a write: upstream, and the store
            Map.entry("issuing", "issuing.operation catalog card card.lifecycle uqpay" + LEAVES),
            Map.entry("issuing.operation", "catalog card card.lifecycle card.log search status uqpay reading" + LEAVES),
            Map.entry(
                    "issuing.recovery",
                    "issuing.operation catalog card card.lifecycle card.log uqpay reading" + LEAVES),
            Map.entry("issuing.display", "issuing.operation card card.lifecycle uqpay" + LEAVES),
            Map.entry("issuing.sensitive", "card uqpay" + LEAVES),
            // what can be issued from does not depend on who issues
            Map.entry("catalog", "uqpay card search" + LEAVES),
            Map.entry("reading", "uqpay card card.lifecycle card.log" + LEAVES),
            // what upstream reports must not lean on what we asked
            Map.entry(
                    "webhook", "webhook.event webhook.otp card card.lifecycle card.log search status warmup" + LEAVES),
            Map.entry("webhook.event", "card card.lifecycle card.log json pan uuid"),
            Map.entry("webhook.otp", LEAVES),
            // streams show the log, whoever wrote it
            Map.entry("stream", "stream.fanout stream.ticket card card.log status" + LEAVES),
            Map.entry("stream.fanout", "card.lifecycle card.log" + LEAVES),
            Map.entry("stream.ticket", "card.log" + LEAVES),
            // it joins the store and upstream
            Map.entry("reconcile", "card card.lifecycle card.log status uqpay reading" + LEAVES),
            // the upstream dialect ends here
            Map.entry("uqpay", "cluster time uuid"),
            Map.entry(
                    "uqpay.client",
                    "uqpay audit build cluster cluster.async json masking pan sealing start status time uuid"),
            // everybody leans on it, so it leans on nobody
            Map.entry("card", "card.lifecycle card.log search store time"),
            Map.entry("card.log", "card.lifecycle start store time"),
            Map.entry("card.lifecycle", ""),
            // everybody answers them for what is his, so they know nobody's
            Map.entry("search", "access problem uuid"),
            Map.entry("status", "access cluster.async start"),
            // the leaves, a fan among themselves
            Map.entry("access", "build masking problem problem.request start"),
            Map.entry("audit", "access problem problem.request"),
            Map.entry("management", "access build problem problem.request start"),
            Map.entry("problem.request", "problem pan uuid"),
            Map.entry("problem", "masking pan"),
            Map.entry("warmup", "access"),
            Map.entry("masking", "pan start"),
            Map.entry("cluster", "cluster.async masking start status store"),
            Map.entry("cluster.lease", "masking"),
            Map.entry("cluster.async", ""),
            Map.entry("store", "masking start time"),
            Map.entry("build", "start"),
            Map.entry("start", ""),
            Map.entry("sealing", "build"),
            Map.entry("pan", ""),
            Map.entry("json", ""),
            Map.entry("time", ""),
            Map.entry("uuid", ""),
            // what the console can do, every front-end can do
            Map.entry("console", ""));

    @Test
    void packagesImportWhatTheTableAllows() {
        for (String name : packages()) {
            String allowed = IMPORTS.get(name);
            assertThat(allowed).as("the row of package '%s' in the table", name).isNotNull();
            String[] permitted = Stream.concat(
                            Stream.of(name), Arrays.stream(allowed.split(" +")).filter(text -> !text.isEmpty()))
                    .map(ArchitectureTest::exactly)
                    .toArray(String[]::new);
            check(
                    noClasses()
                            .that()
                            .resideInAPackage(exactly(name))
                            .should()
                            .dependOnClassesThat(resideInAPackage("dev.cardwire..")
                                    .and(not(resideInAnyPackage(permitted)))
                                    .as("of ours are not in %s", List.of(permitted))),
                    "the graph of imports is a fan that was written down");
        }
    }

    /** A room is part of its house; the few that are leaves in truth are named. */
    @Test
    void innerRoomsAreImportedFromTheirHouseAlone() {
        Set<String> leaves = Set.of("card.lifecycle", "card.log", "cluster.async", "cluster.lease", "problem.request");
        for (String room : packages()) {
            if (room.contains(".") && !leaves.contains(room)) {
                String house = room.substring(0, room.indexOf('.'));
                check(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(inside(house))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(exactly(room)),
                        "what is inside a house can be rebuilt without asking its neighbours");
            }
        }
    }

    @Test
    void clientOfUqpayHasNothingPublic() {
        check(
                classes()
                        .that()
                        .resideInAPackage("dev.cardwire.uqpay.client")
                        .and()
                        .areTopLevelClasses()
                        .and()
                        .haveSimpleNameNotEndingWith("package-info")
                        .should()
                        .notBePublic(),
                "what others need of UQPAY is the interface, its records and its failures");
    }

    @Test
    void simulatorSharesNothingWithTheGateway() {
        mayImport("local.simulator", "one misreading in shared code would pass on both sides");
    }

    @Test
    void embeddedServersKnowNobody() {
        mayImport("local.embedded", "they start before the application and know nothing of it");
    }

    @Test
    void endsOfTheFanAreImportedByNobody() {
        for (String end : List.of("webhook", "stream", "reconcile", "console", "local")) {
            check(
                    noClasses()
                            .that()
                            .resideOutsideOfPackage(inside(end))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(inside(end)),
                    "an end of the fan can be taken away without touching the rest");
        }
    }

    // -- what stays at home

    @Test
    void entitiesArePackagePrivate() {
        check(
                classes()
                        .that()
                        .areAnnotatedWith("jakarta.persistence.Entity")
                        .should()
                        .bePackagePrivate(),
                "who could hold an entity could change a row outside of its transaction");
    }

    @Test
    void panacheStaysWithTheOwnersOfTables() {
        onlyIn(
                "a table has one owner, which knows its locks",
                List.of("store", "card", "issuing.operation", "webhook", "uqpay.client", "stream.ticket", "cluster"),
                "io.quarkus.hibernate.reactive.panache..",
                "io.quarkus.panache..");
    }

    @Test
    void redisStaysInCluster() {
        onlyIn(
                "every verb there has an answer for when Redis is gone",
                List.of("cluster"),
                "io.vertx.redis..",
                "io.vertx.mutiny.redis..",
                "io.quarkus.redis..");
    }

    @Test
    void storeAndLeavesKnowNoHttp() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(inside("card"), inside("cluster"), inside("time"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("jakarta.ws.rs.."),
                "rules of a card's life do not change with the protocol that asks");
    }

    @Test
    void lifecycleIsPure() {
        check(
                classes()
                        .that()
                        .resideInAPackage("dev.cardwire.card.lifecycle")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("java..", "dev.cardwire.card.lifecycle", "org.jspecify.annotations"),
                "the one place where status moves can be read and tested without anything else");
    }

    @Test
    void meaningOfEventsIsPure() {
        check(
                classes()
                        .that()
                        .resideInAPackage("dev.cardwire.webhook.event")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..",
                                "dev.cardwire.webhook.event",
                                "dev.cardwire.card",
                                "dev.cardwire.card.lifecycle",
                                "dev.cardwire.card.log",
                                "dev.cardwire.pan",
                                "dev.cardwire.json",
                                "dev.cardwire.uuid",
                                "com.fasterxml.jackson..",
                                "org.jspecify.annotations"),
                "what an event means does not depend on how it came or where it is kept");
    }

    @Test
    void mainDoesNotNameTheLocalStandIns() throws IOException {
        List<Path> naming;
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            naming = files.filter(Files::isRegularFile)
                    .filter(ArchitectureTest::namesLocal)
                    .toList();
        }
        assertThat(naming).as("a production build does not contain them").isEmpty();
    }

    // -- how code is written

    @Test
    void onlyTimeReadsTheMachinesClock() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(inside("time"))
                        .should()
                        .accessTargetWhere(READS_WALL_CLOCK),
                "tests own the time");
    }

    @Test
    void nobodyBlocksAnEventLoop() {
        check(
                // its stop runs on the thread that ends the process
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName("dev.cardwire.cluster.lease.Duties")
                        .should()
                        .accessTargetWhere(WAITS),
                "an event loop that waits for itself stops every stream and webhook on it");
    }

    @Test
    void nothingIsInjectedIntoFields() {
        check(
                noFields().should().beAnnotatedWith("jakarta.inject.Inject"),
                "what a class needs is in its constructor, where a test can see it");
    }

    @Test
    void configurationIsTyped() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("org.eclipse.microprofile.config.inject.ConfigProperty"),
                "every setting stands in a mapping, with its default and what it does");
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("org.eclipse.microprofile.config.ConfigProvider"),
                "a setting that is looked up by name escapes the mappings");
    }

    @Test
    void packagesAreSmall() {
        Map<String, Long> sizes =
                topLevel().collect(Collectors.groupingBy(type -> nameOf(type.getPackageName()), Collectors.counting()));
        assertThat(sizes)
                .as("types in a package")
                .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_TYPES));
        List<Long> sorted = sizes.values().stream().sorted().toList();
        assertThat(sorted.get(sorted.size() / 2)).as("the median").isLessThanOrEqualTo(MEDIAN_TYPES);
    }

    @Test
    void mostTypesStayAtHome() {
        long all = topLevel().count();
        long open = topLevel()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();
        assertThat(100.0 * open / all)
                .as("percent of public types, as what is public in a package is its contract")
                .isLessThanOrEqualTo(PUBLIC_PERCENT);
    }

    @Test
    void constructorsStayShort() {
        assertThat(topLevel()
                        .filter(type -> !type.isRecord())
                        .flatMap(type -> type.getConstructors().stream())
                        .filter(constructor ->
                                constructor.getRawParameterTypes().size() > MOST_PARAMETERS)
                        .map(constructor -> constructor.getFullName()))
                .as("a bean that needs more has two reasons to change")
                .isEmpty();
    }

    private static Stream<JavaClass> topLevel() {
        return MAIN.stream().filter(JavaClass::isTopLevelClass).filter(type -> !type.getSimpleName()
                .equals("package-info"));
    }

    // -- words of the rules

    private static final DescribedPredicate<JavaAccess<?>> READS_WALL_CLOCK =
            describe("the machine's clock is read", access -> isWallClock(access.getTarget()));

    private static final DescribedPredicate<JavaAccess<?>> WAITS =
            describe("a thread waits", access -> isWait(access.getTarget()));

    private static boolean isWallClock(AccessTarget target) {
        String owner = target.getOwner().getFullName();
        String name = target.getName();
        boolean withoutClock = target instanceof AccessTarget.CodeUnitAccessTarget call
                && call.getRawParameterTypes().stream()
                        .noneMatch(type -> type.isAssignableTo("java.time.InstantSource"));
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis");
            case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick") && withoutClock;
            case "java.time.InstantSource" -> name.equals("system");
            case "java.util.Date" -> name.equals("<init>") && !hasParameters(target);
            case "java.util.Calendar" -> name.equals("getInstance");
            default -> owner.startsWith("java.time.") && name.equals("now") && withoutClock;
        };
    }

    private static boolean hasParameters(AccessTarget target) {
        return target instanceof AccessTarget.CodeUnitAccessTarget call
                && !call.getRawParameterTypes().isEmpty();
    }

    private static boolean isWait(AccessTarget target) {
        String owner = target.getOwner().getFullName();
        String name = target.getName();
        return owner.equals("io.smallrye.mutiny.groups.UniAwait")
                || owner.equals("io.smallrye.mutiny.Uni") && name.equals("await")
                || owner.equals("io.quarkus.vertx.VertxContextSupport") && name.contains("AndAwait")
                || owner.startsWith("io.vertx.mutiny.") && name.endsWith("AndAwait")
                || owner.equals("java.util.concurrent.CompletableFuture") && (name.equals("join") || name.equals("get"))
                || owner.equals("java.lang.Thread") && name.equals("sleep");
    }

    private static boolean namesLocal(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return new String(bytes, StandardCharsets.ISO_8859_1).contains("cardwire.local");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void mayImport(String name, String because, String... allowed) {
        String[] permitted = Stream.concat(
                        Stream.of(inside(name)),
                        Arrays.stream(allowed)
                                .flatMap(names -> Arrays.stream(names.split("\\|")))
                                .map(ArchitectureTest::inside))
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> foreign = resideInAPackage("dev.cardwire..")
                .and(not(resideInAnyPackage(permitted)))
                .as("of ours are not in %s", List.of(permitted));
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(inside(name))
                .should()
                .dependOnClassesThat(foreign)
                .because(because);
        rule.check(ALL);
    }

    private static void onlyIn(String because, List<String> homes, String... types) {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                homes.stream().map(ArchitectureTest::inside).toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(types),
                because);
    }

    private static void check(ArchRule rule, String because) {
        rule.because(because).check(MAIN);
    }

    private static Set<String> packages() {
        return topLevel().map(type -> nameOf(type.getPackageName())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String exactly(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }

    private static String nameOf(String javaPackage) {
        return javaPackage.equals(ROOT) ? "" : javaPackage.substring(ROOT.length() + 1);
    }

    private static String inside(String name) {
        return ROOT + "." + name + "..";
    }
}
