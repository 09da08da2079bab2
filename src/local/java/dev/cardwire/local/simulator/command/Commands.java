// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** The commands beside the server itself: {@code help}, {@code trigger}, {@code listen}, {@code completion}. */
public final class Commands {
    private static final int WRONG_USE = 2;

    private final PrintStream out;
    private final PrintStream err;

    public Commands(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the command that the arguments name, to its end.
     *
     * @return its exit code; empty if they name none, and the server is meant
     */
    public OptionalInt run(String... args) {
        String command = args.length == 0 ? "" : args[0];
        List<String> rest = args.length == 0 ? List.of() : Arrays.asList(args).subList(1, args.length);
        if (List.of("help", "--help", "-h").contains(command) || rest.contains("--help")) {
            out.print(text("help.txt"));
            return OptionalInt.of(0);
        }
        try {
            return switch (command) {
                case "completion" -> OptionalInt.of(complete());
                case "trigger" -> OptionalInt.of(new TriggerCommand(out, err).run(rest));
                case "listen" -> OptionalInt.of(new ListenCommand(out).run(rest));
                default -> {
                    if (!command.isEmpty() && !command.startsWith("--")) {
                        throw new IllegalArgumentException("unknown command " + command + "; --help lists them all");
                    }
                    yield OptionalInt.empty();
                }
            };
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            return OptionalInt.of(WRONG_USE);
        }
    }

    private int complete() {
        out.print(text("completion.bash").replace("@EVENTS@", String.join(" ", TriggerCommand.EVENTS)));
        return 0;
    }

    private static String text(String file) {
        try (InputStream in = Commands.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
