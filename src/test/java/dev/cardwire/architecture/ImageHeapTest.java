// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What application classes keep in their constants. They are initialised while the native image is built, so that every
 * object that a constant reaches becomes part of the image.
 */
class ImageHeapTest {

    private static final String OURS = "dev.cardwire.";

    private static final List<Class<?>> OF_A_RUNNING_PROCESS = List.of(
            java.util.Random.class,
            java.util.SplittableRandom.class,
            java.util.Timer.class,
            Thread.class,
            ThreadLocal.class,
            Process.class,
            java.net.Socket.class,
            java.net.ServerSocket.class,
            java.net.DatagramSocket.class,
            java.nio.channels.Channel.class,
            java.nio.channels.Selector.class,
            java.nio.MappedByteBuffer.class,
            java.io.FileDescriptor.class,
            java.lang.ref.Cleaner.class,
            java.util.concurrent.Executor.class);

    /** The product and the local stand-ins, without tests. */
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.cardwire");

    @Test
    void noConstantIsDeclaredAsWhatAnImageCannotKeep() {
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(describe("an object of a running process", ImageHeapTest::isOfARunningProcess))
                .because("the native build fails, or starts with the state of the machine that built it")
                .check(ALL);
    }

    /** A declared type hides much: a buffer in a list, in a record, in an enum constant, or behind {@code Object}. */
    @Test
    void noConstantReachesWhatAnImageCannotKeep() throws ReflectiveOperationException {
        List<String> kept = new ArrayList<>();
        int constants = 0;
        for (JavaClass type : ALL) {
            for (Field field : Class.forName(type.getName()).getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    constants++;
                    field.setAccessible(true);
                    for (Class<?> found : unfit(field.get(null))) {
                        kept.add(type.getName() + "." + field.getName() + " reaches a " + found.getName());
                    }
                }
            }
        }
        assertThat(kept).as("the native build fails").isEmpty();
        assertThat(constants).as("constants that were read").isGreaterThan(100);
    }

    private record Holder(Object held) {}

    static Stream<Object> holdingABuffer() {
        Buffer buffer = Buffer.buffer("x");
        Supplier<Buffer> lambda = () -> buffer;
        return Stream.of(
                buffer,
                List.of(1, buffer),
                Map.of("key", buffer),
                Optional.of(buffer),
                new Holder(new Object[] {null, buffer}),
                new AtomicReference<>(buffer),
                new Holder(List.of(new Holder(buffer))),
                lambda);
    }

    @ParameterizedTest
    @MethodSource("holdingABuffer")
    void buffersAreFoundBehindOtherTypes(Object holder) throws ReflectiveOperationException {
        assertThat(unfit(holder)).isNotEmpty();
    }

    @Test
    void plainValuesAreFit() throws ReflectiveOperationException {
        assertThat(unfit(new Holder(List.of("text", 1, new byte[3], Map.of("a", Optional.empty())))))
                .isEmpty();
    }

    /** What a value holds that an image cannot keep; objects of the platform and of libraries are not taken apart. */
    private static List<Class<?>> unfit(Object value) throws ReflectiveOperationException {
        List<Class<?>> found = new ArrayList<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        add(open, value);
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (isOfARunningProcess(next.getClass())) {
                found.add(next.getClass());
            } else {
                parts(next).forEach(part -> add(open, part));
            }
        }
        return found;
    }

    private static void add(Deque<Object> open, Object value) {
        if (value != null) {
            open.push(value);
        }
    }

    private static Stream<?> parts(Object whole) throws ReflectiveOperationException {
        if (whole instanceof Object[] array) {
            return Arrays.stream(array);
        }
        if (whole instanceof Map<?, ?> map) {
            return Stream.concat(map.keySet().stream(), map.values().stream());
        }
        if (whole instanceof Collection<?> items) {
            return items.stream();
        }
        if (whole instanceof Optional<?> optional) {
            return optional.stream();
        }
        if (whole instanceof AtomicReference<?> reference) {
            return Stream.ofNullable(reference.get());
        }
        return whole.getClass().getName().startsWith(OURS) ? fields(whole).stream() : Stream.empty();
    }

    private static List<Object> fields(Object ours) throws ReflectiveOperationException {
        List<Object> values = new ArrayList<>();
        for (Class<?> type = ours.getClass(); type.getName().startsWith(OURS); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    values.add(field.get(ours));
                }
            }
        }
        return values;
    }

    private static boolean isOfARunningProcess(JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        return isOfVertx(element.getPackageName() + ".")
                || OF_A_RUNNING_PROCESS.stream().anyMatch(element::isAssignableTo);
    }

    private static boolean isOfARunningProcess(Class<?> type) {
        return !isPlain(type) && types(type).anyMatch(each -> isOfVertx(each.getName()))
                || OF_A_RUNNING_PROCESS.stream().anyMatch(unfit -> unfit.isAssignableFrom(type));
    }

    /** Constants themselves, of data alone. */
    private static boolean isPlain(Class<?> type) {
        return Enum.class.isAssignableFrom(type) || HttpMethod.class.isAssignableFrom(type);
    }

    private static Stream<Class<?>> types(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != null, Class::getSuperclass);
    }

    private static boolean isOfVertx(String name) {
        return name.startsWith("io.vertx.") || name.startsWith("io.netty.");
    }
}
