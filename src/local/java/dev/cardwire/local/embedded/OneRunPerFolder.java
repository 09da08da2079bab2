// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Two runs on one data folder would each take the other's server for one that a killed run left behind. */
final class OneRunPerFolder {

    private final FileChannel channel;

    private OneRunPerFolder(FileChannel channel) {
        this.channel = channel;
    }

    static OneRunPerFolder take(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IllegalStateException("Another Cardwire runs on the data in " + folder.toAbsolutePath()
                    + ": stop it, or give this one -Dcardwire.local.folder=<another folder>.");
        }
        return new OneRunPerFolder(channel);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // the lock ends with the process in any case
        }
    }
}
