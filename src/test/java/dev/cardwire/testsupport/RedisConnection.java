// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection without TLS on which an operator gives commands that are answered OK; it stays logged in. */
final class RedisConnection implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader answers;

    RedisConnection(int port, String password) throws IOException {
        socket = new Socket("127.0.0.1", port);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        command(List.of("AUTH", password));
    }

    void command(List<String> words) throws IOException {
        StringBuilder command = new StringBuilder("*" + words.size() + "\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
        String answer = answers.readLine();
        if (!"+OK".equals(answer)) {
            throw new IOException(words.get(0) + ": " + answer);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
