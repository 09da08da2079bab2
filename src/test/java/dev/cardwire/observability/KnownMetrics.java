// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.observability;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.deployment.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names under which Prometheus sees what the code measures, and those of the platform that are asked for. */
public final class KnownMetrics {

    /** Seen on a scrape of the packaged application. */
    private static final List<String> PLATFORM = List.of(
            "http_server_requests_seconds_count",
            "http_server_requests_seconds_sum",
            "http_server_requests_seconds_max",
            "sql_pool_active",
            "sql_pool_queue_size",
            "redis_commands_success_total",
            "process_cpu_usage",
            "process_files_open_files",
            "process_files_max_files",
            "jvm_memory_used_bytes");

    /** Of Prometheus, the kubelet, kube-state-metrics and cert-manager: they exist whatever runs in the container. */
    private static final List<String> OTHERS = List.of(
            "up",
            "container_cpu_usage_seconds_total",
            "container_memory_working_set_bytes",
            "kube_pod_container_resource_limits",
            "certmanager_certificate_expiration_timestamp_seconds");

    /** What only a JVM reports: GraalVM has no notifications of collections, no pools of buffers, no loaded classes. */
    private static final Pattern MISSING_NATIVELY = Pattern.compile("jvm_gc_\\w+|jvm_memory_usage_after_gc\\w*|"
            + "jvm_buffer_\\w+|jvm_threads_states_\\w+|jvm_classes_\\w+|jvm_compilation_\\w+|"
            + "jvm_memory_\\w+\\{(?![^}]*area=\"heap\")[^}]*}");

    private static final Pattern MADE =
            Pattern.compile("(counter|gauge|summary|timer|builder)\\(\\s*\"(cardwire\\.[a-z0-9._]+)\"");

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_0-9]+)[{ ]");

    /** A name that is followed by labels, as every one of ours is: that tells it from functions and labels. */
    private static final Pattern ASKED = Pattern.compile("([a-z][a-z0-9_]+)\\{");

    private KnownMetrics() {}

    public static Set<String> names() {
        Set<String> names = new TreeSet<>(PLATFORM);
        names.addAll(OTHERS);
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher made = MADE.matcher(Files.readString(file));
                while (made.find()) {
                    names.addAll(seenAs(made.group(1), made.group(2).replace('.', '_')));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return names;
    }

    /** What every rule and every panel asks for. */
    public static List<String> expressions() throws IOException {
        return Stream.concat(
                        Manifest.sources().stream()
                                .flatMap(source -> source.holders("expr").stream())
                                .map(rule -> String.valueOf(rule.get("expr"))),
                        new ObjectMapper()
                                        .readTree(Path.of("k8s/monitoring/cardwire.json")
                                                .toFile())
                                        .findValues("expr")
                                        .stream()
                                        .map(expression -> expression.asText()))
                .toList();
    }

    /** The names on a scrape of the application, and those that come from elsewhere. */
    public static Set<String> seen(String scrape) {
        Set<String> names = new TreeSet<>(OTHERS);
        SAMPLE.matcher(scrape).results().forEach(sample -> names.add(sample.group(1)));
        return names;
    }

    public static Set<String> in(String expression) {
        Set<String> names = new TreeSet<>();
        Matcher asked = ASKED.matcher(expression);
        while (asked.find()) {
            names.add(asked.group(1));
        }
        return names;
    }

    /** What a rule or panel asks for and an installation of the native image never has. */
    public static Set<String> missingNatively(String expression) {
        Set<String> missing = new TreeSet<>();
        Matcher asked = MISSING_NATIVELY.matcher(expression);
        while (asked.find()) {
            missing.add(asked.group());
        }
        return missing;
    }

    private static List<String> seenAs(String kind, String name) {
        return switch (kind) {
            case "counter" -> List.of(name + "_total");
            case "gauge" -> List.of(name);
            case "summary" -> List.of(name + "_count", name + "_sum", name + "_max");
            case "timer" -> List.of(name + "_seconds_count", name + "_seconds_sum", name + "_seconds_max");
            default ->
                List.of(
                        name,
                        name + "_total",
                        name + "_count",
                        name + "_sum",
                        name + "_max",
                        name + "_seconds_count",
                        name + "_seconds_sum",
                        name + "_seconds_max",
                        name + "_seconds_bucket");
        };
    }
}
