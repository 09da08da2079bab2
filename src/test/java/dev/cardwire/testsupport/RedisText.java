// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Everything a Redis holds, as one text. */
public final class RedisText {

    private static final String SCRIPT = """
            local all = {}
            for _, key in ipairs(redis.call('KEYS', '*')) do
              local read = {string = {'GET', key}, hash = {'HGETALL', key}, stream = {'XRANGE', key, '-', '+'},
                list = {'LRANGE', key, 0, -1}, set = {'SMEMBERS', key}, zset = {'ZRANGE', key, 0, -1}}
              local value = redis.call(unpack(read[redis.call('TYPE', key).ok]))
              all[#all + 1] = key .. ' ' .. cjson.encode(value)
            end
            return table.concat(all, '\\n')""";

    private RedisText() {}

    public static String of(String url) throws IOException {
        URI redis = URI.create(url);
        try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
            String command = "*3\r\n$4\r\nEVAL\r\n$" + SCRIPT.length() + "\r\n" + SCRIPT + "\r\n$1\r\n0\r\n";
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String head = line(in);
            if (!head.startsWith("$")) {
                throw new IOException(head);
            }
            return new String(in.readNBytes(Integer.parseInt(head.substring(1))), StandardCharsets.UTF_8);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            line.append((char) next);
        }
        in.read();
        return line.toString();
    }
}
