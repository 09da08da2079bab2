// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** The lines of a category and of those below it, as long as they are kept. */
public final class LogLines extends Handler implements AutoCloseable {

    private final Logger category;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines(String category) {
        this.category = Logger.getLogger(category);
    }

    public static LogLines of(String category) {
        LogLines lines = new LogLines(category);
        lines.category.addHandler(lines);
        return lines;
    }

    /** Those that contain the word, as {@code grep} finds them. */
    public List<String> grep(String word) {
        return lines.stream().filter(line -> line.contains(word)).toList();
    }

    public List<String> all() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        String text = line instanceof ExtLogRecord full ? full.getFormattedMessage() : line.getMessage();
        lines.add(line.getLevel() + " " + text);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        category.removeHandler(this);
    }
}
