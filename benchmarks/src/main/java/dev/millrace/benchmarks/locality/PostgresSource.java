package dev.millrace.benchmarks.locality;

import dev.millrace.benchmarks.frame.Scratch;
import dev.millrace.benchmarks.rig.RunningApps;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server on this machine, reached by TCP: one table, looked up by primary key with a prepared statement.
 * Durability is off, which only helps it: nothing is written while requests are timed.
 */
final class PostgresSource implements PreferenceSource {

    private static final int BATCH = 1_000;

    private final ServerProcess server;
    private final String url;

    private PostgresSource(ServerProcess server, String url) {
        this.server = server;
        this.url = url;
    }

    static PostgresSource start(Path initdb, Path postgres) throws IOException, InterruptedException, SQLException {
        Scratch scratch = ServerProcess.openDirectory("postgres");
        String data = scratch.directory().resolve("data").toString();
        ServerProcess.run(
                scratch,
                asOrdinaryUser(List.of(initdb.toString(), "-D", data, "-U", "bench", "-A", "trust", "--no-sync")));
        int port = RunningApps.freePort();
        List<String> command = new ArrayList<>(asOrdinaryUser(List.of(postgres.toString(), "-D", data)));
        for (String setting : List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "shared_buffers=1GB",
                "max_connections=100")) {
            command.add("-c");
            command.add(setting);
        }
        var source = new PostgresSource(
                ServerProcess.start(scratch, command),
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=bench&reWriteBatchedInserts=true"
                        + "&prepareThreshold=1&sslmode=disable&gssEncMode=disable");
        try {
            source.server.await(source.name(), source::answers);
            source.createTable();
        } catch (SQLException | RuntimeException e) {
            source.close();
            throw e;
        }
        return source;
    }

    /** PostgreSQL refuses to run as root; Debian's packages come with a user for it. */
    private static List<String> asOrdinaryUser(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("runuser", "-u", "postgres", "--"));
        wrapped.addAll(command);
        return wrapped;
    }

    private boolean answers() {
        try (java.sql.Connection connection = DriverManager.getConnection(url)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false; // not listening yet, or starting up
        }
    }

    private void createTable() throws SQLException {
        try (java.sql.Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table preferences (user_id text primary key, state bytea not null)");
            // States are as good as random bytes; trying to compress them would only cost.
            statement.execute("alter table preferences alter column state set storage external");
        }
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public void load(int from, int until, IntFunction<byte[]> states) throws SQLException {
        try (java.sql.Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into preferences values (?, ?)")) {
                for (int user = from; user < until; user++) {
                    insert.setString(1, PreferenceSource.id(user));
                    insert.setBytes(2, states.apply(user));
                    insert.addBatch();
                    if ((user - from) % BATCH == BATCH - 1) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("vacuum analyze preferences");
            }
        }
    }

    @Override
    public Connection connect() throws SQLException {
        java.sql.Connection connection = DriverManager.getConnection(url);
        PreparedStatement select = connection.prepareStatement("select state from preferences where user_id = ?");
        return new Connection() {
            @Override
            public byte @Nullable [] get(String user) throws SQLException {
                select.setString(1, user);
                try (ResultSet found = select.executeQuery()) {
                    return found.next() ? found.getBytes(1) : null;
                }
            }

            @Override
            public void close() throws SQLException {
                select.close();
                connection.close();
            }
        };
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
    }
}
