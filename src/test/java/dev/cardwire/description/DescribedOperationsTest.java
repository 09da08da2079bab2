// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.access.Roles;
import dev.cardwire.problem.Routes;
import dev.cardwire.testsupport.Description;
import dev.cardwire.testsupport.Description.Described;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.File;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The operations of the description are those of the resources: paths, methods, parameters, bodies, roles. */
class DescribedOperationsTest {

    /** Plain routes, so that no annotation says what they read. */
    private static final Set<String> PLAIN = Set.of("GET /v1/stream", "POST /webhooks/uqpay");

    private static final Set<String> EVERY_ROLE = Set.of("issuer", "viewer", "operator", "sensitive");

    private static final Map<String, Method> METHODS = resources();

    @Test
    void operationsAreThoseOfTheResources() {
        Set<String> served = new TreeSet<>(METHODS.keySet());
        served.addAll(PLAIN);
        assertThat(Description.served()).isEqualTo(served);
    }

    @Test
    void pathsAndMethodsAreThoseOfTheRoutes() {
        Map<String, String> described = new TreeMap<>();
        Description.operations()
                .forEach(operation ->
                        described.merge(operation.path(), operation.method(), (one, other) -> Stream.of(one, other)
                                .sorted()
                                .collect(Collectors.joining(", "))));
        Map<String, String> routes = Routes.templates().stream()
                .filter(path -> !path.startsWith("/q/"))
                .collect(Collectors.toMap(Function.identity(), Routes::methodsOf, (one, same) -> one, TreeMap::new));
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void parametersAreThoseOfTheMethods() {
        METHODS.forEach((name, method) -> {
            Described operation = operation(name);
            assertThat(names(operation, "query"))
                    .as(name + ", query")
                    .isEqualTo(read(method, QueryParam.class, QueryParam::value));
            assertThat(names(operation, "path"))
                    .as(name + ", path")
                    .isEqualTo(read(method, PathParam.class, PathParam::value));
            assertThat(names(operation, "header"))
                    .as(name + ", header")
                    .isEqualTo(read(method, HeaderParam.class, HeaderParam::value));
        });
    }

    @Test
    void operationsHaveABodyWhereTheirMethodReadsOne() {
        METHODS.forEach((name, method) -> assertThat(operation(name).operation().has("requestBody"))
                .as(name)
                .isEqualTo(Arrays.asList(method.getParameterTypes()).contains(byte[].class)));
    }

    @Test
    void rolesAreThoseOfTheMethods() {
        METHODS.forEach((name, method) ->
                assertThat(roles(operation(name).operation())).as(name).isEqualTo(roles(method)));
        assertThat(roles(operation("GET /v1/stream").operation())).containsExactly(Roles.VIEWER);
    }

    @Test
    void onlyWhatHasARoleNeedsAKey() {
        Description.operations().forEach(operation -> {
            JsonNode security = operation.operation().path("security");
            boolean open = security.isArray() && security.isEmpty();
            assertThat(open)
                    .as(operation.name())
                    .isEqualTo(roles(operation.operation()).isEmpty());
        });
    }

    private static Described operation(String name) {
        return Description.operations().stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not described"));
    }

    private static Set<String> names(Described operation, String in) {
        return operation.parameters().stream()
                .filter(parameter -> parameter.path("in").asText().equals(in))
                .map(parameter -> parameter.path("name").asText())
                .collect(Collectors.toSet());
    }

    private static <A extends Annotation> Set<String> read(Method method, Class<A> kind, Function<A, String> name) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(kind))
                .map((Parameter parameter) -> name.apply(parameter.getAnnotation(kind)))
                .collect(Collectors.toSet());
    }

    private static Set<String> roles(JsonNode operation) {
        return StreamSupport.stream(operation.path("x-roles").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    private static Set<String> roles(Method method) {
        RolesAllowed allowed = method.isAnnotationPresent(RolesAllowed.class)
                ? method.getAnnotation(RolesAllowed.class)
                : method.getDeclaringClass().getAnnotation(RolesAllowed.class);
        if (allowed != null) {
            return new HashSet<>(Arrays.asList(allowed.value()));
        }
        return method.getDeclaringClass().isAnnotationPresent(Authenticated.class) ? EVERY_ROLE : Set.of();
    }

    private static Map<String, Method> resources() {
        Map<String, Method> found = new HashMap<>();
        for (Class<?> type : classes()) {
            if (type.isAnnotationPresent(Path.class) && !type.isInterface()) {
                for (Method method : type.getDeclaredMethods()) {
                    Arrays.stream(method.getAnnotations())
                            .map(each -> each.annotationType().getAnnotation(HttpMethod.class))
                            .filter(Objects::nonNull)
                            .forEach(verb -> found.put(verb.value() + " " + path(type, method), method));
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(20);
        return found;
    }

    /** The application's own. */
    private static List<Class<?>> classes() {
        try {
            java.nio.file.Path root = java.nio.file.Path.of(Roles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<java.nio.file.Path> files = Files.walk(root)) {
                return files.map(file -> root.relativize(file).toString())
                        .filter(name -> name.endsWith(".class"))
                        .<Class<?>>map(name -> type(name.replace(".class", "").replace(File.separatorChar, '.')))
                        .toList();
            }
        } catch (IOException | URISyntaxException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Roles.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    private static String path(Class<?> type, Method method) {
        String root = type.getAnnotation(Path.class).value();
        Path own = method.getAnnotation(Path.class);
        return own == null ? root : root + "/" + own.value().replaceAll("^/", "");
    }
}
