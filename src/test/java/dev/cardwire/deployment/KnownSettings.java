// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every property that means something: our own, read from the mappings, and Quarkus' own, read from its documentation. */
final class KnownSettings {

    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    private KnownSettings() {}

    /** Our own properties of a source root with their defaults, empty where they have no default; {@code <name>} stands for a key of a map. */
    static Map<String, String> ours(String root) {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of(root, "java"))) {
            files.filter(file -> file.getFileName().toString().endsWith("Config.java"))
                    .map(file -> typeIn(Path.of(root, "java").relativize(file)))
                    .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                    .forEach(type ->
                            collect(type.getAnnotation(ConfigMapping.class).prefix(), type, found));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }

    static String variable(String property) {
        return property.replaceAll("\\.<([a-z]+)>\\.", "__<$1>__")
                .replaceAll("[^A-Za-z0-9<>]", "_")
                .toUpperCase(Locale.ROOT);
    }

    /** What an environment variable may be called, as patterns, because maps leave room for names. */
    static List<Pattern> variables() {
        List<Pattern> known = new ArrayList<>();
        Stream.of(ours("src/main").keySet(), ours("src/local").keySet())
                .flatMap(java.util.Collection::stream)
                .map(property -> variable(property).replaceAll("<[A-Z]+>", "[A-Z0-9_]+"))
                .map(Pattern::compile)
                .forEach(known::add);
        try {
            for (URL model :
                    Collections.list(KnownSettings.class.getClassLoader().getResources(MODEL))) {
                try (InputStream in = model.openStream()) {
                    new ObjectMapper().readTree(in).get("configRoots").forEach(node -> quarkus(node, known));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return known;
    }

    /** Only what can still be changed when the application starts: a value fixed by the build would be ignored. */
    private static void quarkus(JsonNode node, List<Pattern> known) {
        node.path("items").forEach(item -> quarkus(item, known));
        if (node.path("phase").asText().equals("RUN_TIME")) {
            Stream.concat(Stream.of(node.path("path")), stream(node.path("additionalPaths")))
                    .map(path -> path.path("property").asText())
                    .filter(property -> property.startsWith("quarkus."))
                    .map(property -> property.replaceAll("\"[^\"]+\"", "~"))
                    .map(property -> property.replaceAll("[^A-Za-z0-9~]", "_").toUpperCase(Locale.ROOT))
                    .map(variable -> Pattern.compile(variable.replace("~", "[A-Z0-9_]+")))
                    .forEach(known::add);
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return java.util.stream.StreamSupport.stream(array.spliterator(), false);
    }

    private static Class<?> typeIn(Path file) {
        String name = file.toString().replace(java.io.File.separatorChar, '.').replaceAll("\\.java$", "");
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> found) {
        for (Method method : type.getDeclaredMethods()) {
            WithName named = method.getAnnotation(WithName.class);
            String name = prefix + "."
                    + (named == null
                            ? method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)
                            : named.value());
            Class<?> returned = method.getReturnType();
            if (Map.class.isAssignableFrom(returned)) {
                collect(name + ".<name>", (Class<?>) arguments(method)[1], found);
            } else if (returned.isInterface() && returned.getPackageName().startsWith("dev.cardwire")) {
                collect(name, returned, found);
            } else {
                WithDefault byDefault = method.getAnnotation(WithDefault.class);
                found.put(name, byDefault == null ? "" : byDefault.value());
            }
        }
    }

    private static java.lang.reflect.Type[] arguments(Method method) {
        return ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments();
    }
}
