// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of one rotation of docs/operate.md in a shell. Secrets are files, and what concerns others is asked of the
 * test: a roll-out, a wait, a statement for PostgreSQL or Redis.
 */
final class RotationCommands implements AutoCloseable {

    private static final Pattern BLOCK = Pattern.compile("\n### ([^\n]+)\n.*?```sh\n(.*?)```", Pattern.DOTALL);

    /** In place of the functions that the page defines, and of programs that are not here. */
    private static final String FUNCTIONS = """
            set -eu
            exec 3>&1 >&2
            ask() { printf '%s\\n' "$(for word; do printf %s "$word" | base64 | tr -d '\\n'; printf ' '; done)" >&3; read -r REPLY; }
            value() { cat "$SECRETS/$1/$2"; }
            secret() { printf %s "$3" > "$SECRETS/$1/$2.new"; mv "$SECRETS/$1/$2.new" "$SECRETS/$1/$2"; }
            roll_out() { ask roll_out; }
            wait_until() { ask wait_until "$1"; }
            psql() { shift; ask psql "$@"; printf '%s\\n' "$REPLY"; }
            redis-cli() { shift 2; ask redis "$@"; }
            openssl() { head -c 32 /dev/urandom | base64 | tr -d '\\n'; }
            sleep() { command sleep 1; }
            """;

    private final String name;
    private final Process shell;
    private final BufferedReader questions;
    private final Writer answers;
    private final Path errors;
    private boolean rollingOut;

    /** How the test answers what a command asks. */
    interface Answers {
        String to(String about, List<String> words) throws Exception;
    }

    private RotationCommands(String name, String commands, Map<String, String> variables) throws IOException {
        this.name = name;
        this.errors = Files.createTempFile(Path.of("target"), "rotation", ".err");
        // bash: a function's name may contain a hyphen
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", FUNCTIONS + commands);
        builder.environment().putAll(variables);
        this.shell = builder.redirectError(errors.toFile()).start();
        this.questions = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
        this.answers = shell.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * One for each rotation that the page has commands for.
     *
     * @param next what the operator brings, by the title of the rotation
     */
    static List<RotationCommands> start(Map<String, String> variables, Map<String, String> next) throws IOException {
        Matcher block = BLOCK.matcher(chapter());
        List<RotationCommands> all = new ArrayList<>();
        while (block.find()) {
            Map<String, String> its = new HashMap<>(variables);
            its.put("NEW", next.getOrDefault(block.group(1), ""));
            all.add(new RotationCommands(block.group(1), block.group(2), its));
        }
        return all;
    }

    /** Goes on until the next roll-out; false when it has ended instead. */
    boolean untilRollOut(Answers test) throws Exception {
        if (rollingOut) {
            answer("");
        }
        rollingOut = false;
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            List<String> words = new ArrayList<>();
            for (String word : line.split(" ")) {
                words.add(new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8));
            }
            String about = words.remove(0);
            if (about.equals("roll_out")) {
                rollingOut = true;
                return true;
            }
            answer(test.to(about, words));
        }
        if (shell.waitFor() != 0) {
            throw new AssertionError(name + ": " + Files.readString(errors));
        }
        return false;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        shell.destroyForcibly();
    }

    private void answer(String text) throws IOException {
        answers.write(text + "\n");
        answers.flush();
    }

    private static String chapter() throws IOException {
        return Files.readString(Path.of("docs/operate.md"))
                .split("\n## Rotate secrets\n", 2)[1]
                .split("\n## ", 2)[0];
    }
}
