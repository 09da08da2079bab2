// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One object of a deployment, with a way into its depth. */
public record Manifest(String from, Map<String, Object> content) {

    private static final Path ROOT = Path.of("k8s");

    /** Every object of the sources, patches and settings included; kustomize's own files are not objects. */
    public static List<Manifest> sources() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> !file.endsWith("kustomization.yaml"))
                    .flatMap(file -> objects(file).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What {@code kubectl kustomize} makes of a folder; empty where there is no kubectl. */
    static Optional<List<Manifest>> rendered(String folder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("cardwire-", ".yaml");
        Path complaints = Files.createTempFile("cardwire-", ".txt");
        try {
            Process kubectl = new ProcessBuilder(
                            "kubectl", "kustomize", ROOT.resolve(folder).toString())
                    .redirectOutput(out.toFile())
                    .redirectError(complaints.toFile())
                    .start();
            if (!kubectl.waitFor(60, TimeUnit.SECONDS) || kubectl.exitValue() != 0) {
                kubectl.destroyForcibly();
                throw new AssertionError(folder + " does not render: " + read(complaints));
            }
            return Optional.of(parse(folder, read(out)));
        } catch (IOException noKubectl) {
            return Optional.empty();
        } finally {
            Files.delete(out);
            Files.delete(complaints);
        }
    }

    public String kind() {
        return text("kind");
    }

    String name() {
        return text("metadata", "name");
    }

    @Override
    public String toString() {
        return kind() + " " + name() + " of " + from;
    }

    String text(String... way) {
        return String.valueOf(at(content, way));
    }

    Map<String, Object> map(String... way) {
        return asMap(at(content, way));
    }

    List<Map<String, Object>> list(String... way) {
        return asList(at(content, way));
    }

    /** Of the application; the generator adds a hash to the name. */
    boolean isSettings() {
        return kind().equals("ConfigMap") && name().matches("cardwire(-[a-z0-9]{10})?");
    }

    /** The specification of its pods, if it makes any. */
    Map<String, Object> pod() {
        return map("spec", "template", "spec");
    }

    List<Map<String, Object>> containers() {
        return asList(pod().get("containers"));
    }

    /** Every map anywhere within that has the key. */
    public List<Map<String, Object>> holders(String key) {
        List<Map<String, Object>> found = new ArrayList<>();
        search(content, key, found);
        return found;
    }

    public static Object at(Object from, String... way) {
        Object here = from;
        for (String step : way) {
            here = here instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return here;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asMap(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> asList(Object value) {
        return value instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }

    private static void search(Object value, String key, List<Map<String, Object>> found) {
        if (value instanceof Map<?, ?> map) {
            if (map.containsKey(key)) {
                found.add(asMap(map));
            }
            map.values().forEach(inner -> search(inner, key, found));
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> search(inner, key, found));
        }
    }

    private static List<Manifest> objects(Path file) {
        if (file.toString().endsWith(".env")) {
            return List.of(settings(file));
        }
        return file.toString().endsWith(".yaml") ? parse(file.toString(), read(file)) : List.of();
    }

    /** What the generator makes of a file of settings, without the hash in its name. */
    private static Manifest settings(Path file) {
        Map<String, Object> data = read(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
        return new Manifest(
                file.toString(),
                Map.of("apiVersion", "v1", "kind", "ConfigMap", "metadata", Map.of("name", "cardwire"), "data", data));
    }

    private static List<Manifest> parse(String from, String yaml) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        List<Manifest> found = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(yaml)) {
            found.add(new Manifest(from, asMap(document)));
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
