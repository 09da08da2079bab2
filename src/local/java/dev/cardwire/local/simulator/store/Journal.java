// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file of JSON lines, only ever added to. A line is handed to the operating system before the call that caused it is
 * answered: that outlives a killed process, which is all a stand-in promises, and needs no slow flush to the disk.
 */
final class Journal implements AutoCloseable {
    private final Optional<Path> file;
    private Optional<FileChannel> channel = Optional.empty();

    Journal(Optional<Path> file) {
        this.file = file;
    }

    boolean isKept() {
        return channel.isPresent();
    }

    void read(Consumer<ObjectNode> line) {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return;
        }
        try (BufferedReader reader = Files.newBufferedReader(file.get())) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                whole(text).ifPresent(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A half line can only be the last one: its process died while writing it, before it answered. */
    private static Optional<ObjectNode> whole(String text) {
        try {
            return Json.parse(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (UncheckedIOException halfWritten) {
            return Optional.empty();
        }
    }

    void rewrite(Runnable appendEverything) {
        if (file.isEmpty()) {
            return;
        }
        close();
        try {
            Path path = file.get().toAbsolutePath();
            Files.createDirectories(path.getParent());
            Path fresh = path.resolveSibling(path.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            FileChannel out = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = Optional.of(out);
            appendEverything.run();
            // The open channel follows the file to its new name.
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(byte[] line) {
        if (channel.isEmpty()) {
            return;
        }
        ByteBuffer buffer =
                ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        try {
            while (buffer.hasRemaining()) {
                channel.get().write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = Optional.empty();
    }
}
