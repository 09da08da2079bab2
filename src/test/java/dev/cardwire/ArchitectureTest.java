package dev.cardwire;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls between the packages. Plain test methods, because ArchUnit's own engine runs nothing under Quarkus' one. */
class ArchitectureTest {

    private static final String ROOT = "dev.cardwire";

    /** The vocabulary that everybody speaks: most of it is public, which is what makes it one. */
    private static final Set<String> VOCABULARIES = Set.of("card", "problem");

    private static final int PUBLIC_PERCENT = 60;

    private static final int VOCABULARY_PERCENT = 75;

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
                slices().matching("dev.cardwire.(*)..").should().beFreeOfCycles(),
                "a package that can be read alone can be changed alone");
    }

    @Test
    void issuingAsksUqpayAndKeepsCards() {
        mayImport("issuing", "it is the story of a write: upstream and the store", "catalog", "card", "uqpay", LEAVES);
    }

    @Test
    void catalogOnlyTellsWhatUqpaySays() {
        mayImport("catalog", "what can be issued from does not depend on who issues", "card", "uqpay", LEAVES);
    }

    @Test
    void webhookKnowsCardsOnly() {
        mayImport("webhook", "what upstream reports must not lean on what we asked", "card", LEAVES);
    }

    @Test
    void streamKnowsCardsOnly() {
        mayImport("stream", "streams show the log, whoever wrote it", "card", LEAVES);
    }

    @Test
    void reconcileLooksUpWhatNeverCame() {
        mayImport("reconcile", "it joins the store, the operations and upstream", "card", "uqpay", "issuing", LEAVES);
    }

    @Test
    void uqpayKnowsNothingOfCards() {
        mayImport("uqpay", "the upstream dialect ends in its package", "cluster", "pan", "time");
    }

    @Test
    void cardKnowsOnlyTheTime() {
        mayImport("card", "everybody leans on it, so it leans on nobody", "time");
    }

    @Test
    void accessMayAnswerWithProblems() {
        mayImport("access", "a refusal is a problem; a leaf needs no more", "problem");
    }

    @Test
    void clusterIsALeaf() {
        mayImport("cluster", "what replicas share is shared by all packages");
    }

    @Test
    void problemIsALeaf() {
        mayImport("problem", "every package speaks of its problems, and none may hold a card number", "pan");
    }

    @Test
    void panIsALeaf() {
        mayImport("pan", "what could be a card number is decided once, for all packages");
    }

    @Test
    void timeIsALeaf() {
        mayImport("time", "every package is given the time");
    }

    @Test
    void consoleUsesOnlyThePublicApi() {
        mayImport("console", "what the console can do, every front-end can do");
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

    @Test
    void everyPackageHasARowInTheTable() {
        Set<String> known = Set.of(
                "",
                "issuing",
                "catalog",
                "webhook",
                "stream",
                "reconcile",
                "uqpay",
                "card",
                "access",
                "cluster",
                "pan",
                "problem",
                "time",
                "console");
        assertThat(MAIN.stream().map(type -> nameOf(type.getPackageName())).collect(Collectors.toSet()))
                .as("a package without a rule has no walls")
                .isSubsetOf(known);
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
                List.of("card", "issuing", "webhook", "uqpay", "stream", "cluster"),
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
                        .haveFullyQualifiedName("dev.cardwire.card.lifecycle.CardLifecycle")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("java..", "dev.cardwire.card", "org.jspecify.annotations"),
                "the one place where status moves can be read and tested without anything else");
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
                noClasses().should().accessTargetWhere(WAITS),
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
    void mostTypesStayAtHome() {
        Map<String, List<JavaClass>> packages = MAIN.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(type -> nameOf(type.getPackageName())));
        packages.forEach((name, types) -> {
            long open = types.stream()
                    .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                    .count();
            int allowed = VOCABULARIES.contains(name) ? VOCABULARY_PERCENT : PUBLIC_PERCENT;
            assertThat(100.0 * open / types.size())
                    .as("percent of public types in %s, as what is public is its contract", name)
                    .isLessThanOrEqualTo(allowed);
        });
    }

    // -- words of the rules

    private static final String LEAVES = "access|cluster|pan|problem|time";

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

    private static String nameOf(String javaPackage) {
        return javaPackage.equals(ROOT) ? "" : javaPackage.substring(ROOT.length() + 1);
    }

    private static String inside(String name) {
        return ROOT + "." + name + "..";
    }
}
