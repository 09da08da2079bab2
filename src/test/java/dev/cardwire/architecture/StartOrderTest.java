// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What refuses the start comes before what begins work; otherwise a refused start breaks work off, which logs failures. */
class StartOrderTest {

    private static final Set<Integer> ORDERS =
            Set.of(StartOrder.SETTINGS, StartOrder.STORE, StartOrder.FOUNDATIONS, StartOrder.WORK);

    private static final String REFUSAL = "io.quarkus.runtime.configuration.ConfigurationException";

    /** The product and the local stand-ins, without tests. */
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.cardwire");

    @Test
    void observersOfTheStartStateTheirOrder() {
        List<JavaMethod> observers = ALL.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> starts(method).findAny().isPresent())
                .toList();
        assertThat(observers).hasSizeGreaterThan(15).allSatisfy(observer -> assertThat(starts(observer))
                .as(observer.getFullName())
                .singleElement()
                .satisfies(start -> assertThat(
                                start.tryGetAnnotationOfType(Priority.class).map(Priority::value))
                        .hasValueSatisfying(order -> assertThat(order).isIn(ORDERS))));
    }

    @Test
    void beansThatAreMadeAtStartStateTheirOrder() {
        assertThat(madeAtStart())
                .hasSizeGreaterThan(15)
                .allSatisfy(type -> assertThat(order(type)).as(type.getName()).isIn(ORDERS));
    }

    @Test
    void beansThatMayRefuseTheStartAreMadeBeforeWorkBegins() {
        assertThat(madeAtStart().stream().filter(StartOrderTest::refuses))
                .hasSizeGreaterThan(9)
                .allSatisfy(type -> assertThat(order(type)).as(type.getName()).isLessThanOrEqualTo(StartOrder.STORE));
    }

    @Test
    void refusalsComeBeforeWork() {
        assertThat(List.of(StartOrder.SETTINGS, StartOrder.STORE, StartOrder.FOUNDATIONS, StartOrder.WORK))
                .isSorted();
    }

    private static List<JavaClass> madeAtStart() {
        return ALL.stream().filter(type -> type.isAnnotatedWith(Startup.class)).toList();
    }

    private static int order(JavaClass type) {
        return type.getAnnotationOfType(Startup.class).value();
    }

    /** By itself, or through what its constructor asks. */
    private static boolean refuses(JavaClass type) {
        return throwsRefusal(type)
                || type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass())
                        .filter(used -> used.getPackageName().startsWith("dev.cardwire"))
                        .anyMatch(used -> !used.isAnnotatedWith(Startup.class) && throwsRefusal(used));
    }

    private static boolean throwsRefusal(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().getName().equals(REFUSAL));
    }

    private static Stream<JavaParameter> starts(JavaMethod method) {
        return method.getParameters().stream()
                .filter(parameter -> parameter.getRawType().isEquivalentTo(StartupEvent.class));
    }
}
