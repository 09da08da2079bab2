// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** What a test asks PostgreSQL beside the gateway. */
public record Database(String url, String username, String password) {

    /** The database that {@link World}'s gateways share. */
    public static Database ofTheWorld() {
        return new Database(
                System.getProperty("cardwire.database.url"),
                System.getProperty("cardwire.database.username"),
                System.getProperty("cardwire.database.password"));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:" + url, username, password);
    }

    /** A transaction that holds what its statement locks until it is rolled back. */
    public Connection holding(String statement) throws SQLException {
        Connection mine = connect();
        mine.setAutoCommit(false);
        try (Statement lock = mine.createStatement()) {
            lock.execute(statement);
        }
        return mine;
    }

    /** The rows, each as its columns with a space between. */
    public List<String> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                StringJoiner row = new StringJoiner(" ");
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getString(column));
                }
                all.add(row.toString());
            }
            return all;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Carries out each statement in a transaction of its own, on one connection. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public String value(String sql) {
        return rows(sql).get(0);
    }
}
