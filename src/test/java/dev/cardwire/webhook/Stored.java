// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import io.quarkus.redis.datasource.RedisDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Everything that PostgreSQL and Redis hold, as text. */
final class Stored {

    private Stored() {}

    static List<String> rows(DataSource store) throws SQLException {
        List<String> all = new ArrayList<>();
        for (String table :
                query(store, "select table_name from information_schema.tables where table_schema = 'public'")) {
            all.addAll(query(store, "select '" + table + ' ' + "' || t::text from \"" + table + "\" t"));
        }
        return all;
    }

    static List<String> values(RedisDataSource redis) {
        List<String> all = new ArrayList<>();
        for (String key : redis.key().keys("*")) {
            String type = redis.execute("TYPE", key).toString();
            all.add(key + " "
                    + switch (type) {
                        case "string" -> redis.execute("GET", key);
                        case "hash" -> redis.execute("HGETALL", key);
                        case "stream" -> redis.execute("XRANGE", key, "-", "+");
                        case "list" -> redis.execute("LRANGE", key, "0", "-1");
                        case "set" -> redis.execute("SMEMBERS", key);
                        case "zset" -> redis.execute("ZRANGE", key, "0", "-1");
                        default -> throw new IllegalStateException(type);
                    });
        }
        return all;
    }

    static List<String> query(DataSource store, String sql) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }

    static void execute(DataSource store, String sql) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
