package io.loupe.infra.service;

import io.loupe.infra.LauncherException;
import io.loupe.infra.process.Helper;
import io.loupe.infra.process.LogTail;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** PostgreSQL on loopback, its data kept in a folder; makes the databases of Loupe and of MLflow. */
public final class PostgresServer implements Server {

    private static final String MAINTENANCE = "postgres";

    private final Path directory;
    private final Path log;
    private final int port;
    private final Database database;
    private final List<String> databases;
    private Path binaries;

    /**
     * @param directory takes the unpacked server and the data
     * @param log its log
     * @param port to listen on
     * @param database who may come in; made at the first start
     * @param databases to be there once it is ready
     */
    public PostgresServer(Path directory, Path log, int port, Database database, List<String> databases) {
        this.directory = directory;
        this.log = log;
        this.port = port;
        this.database = database;
        this.databases = List.copyOf(databases);
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String title() {
        return "PostgreSQL";
    }

    /** The folder of the data; its {@code postmaster.pid} names the process that serves it. */
    public static Path data(Path directory) {
        return directory.resolve("data");
    }

    @Override
    public void prepare(Consumer<String> progress, ProcessMark mark) throws IOException {
        Files.createDirectories(directory);
        binaries = new PostgresBinaries(directory).ensure();
        if (!Files.exists(data(directory).resolve("PG_VERSION"))) {
            initialise(mark);
        }
    }

    private void initialise(ProcessMark mark) throws IOException {
        Path next = directory.resolve("data.next");
        PostgresBinaries.deleteTree(next);
        Path password = Files.createTempFile(
                directory,
                "password",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(password, database.password());
            List<String> command = new ArrayList<>(OrdinaryUser.ofProcess().prefix());
            command.addAll(List.of(
                    binaries.resolve("bin/initdb").toString(),
                    "--pgdata=" + next,
                    "--username=" + database.username(),
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--no-instructions"));
            int code = Helper.run(mark.on(new ProcessSpec(command, Map.of(), directory, log)));
            if (code != 0) {
                throw new LauncherException("PostgreSQL's initdb ended with " + code + LogTail.of(log));
            }
            Files.move(next, data(directory));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted while PostgreSQL made its files", e);
        } finally {
            Files.deleteIfExists(password);
        }
    }

    @Override
    public ProcessSpec process() {
        List<String> command = new ArrayList<>(OrdinaryUser.ofProcess().prefix());
        command.addAll(List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                data(directory).toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_buffers=32MB",
                "-c",
                "max_connections=80",
                "-c",
                "jit=off"));
        return new ProcessSpec(command, Map.of(), directory, log);
    }

    @Override
    public boolean ready() {
        try (Connection connection = connect(MAINTENANCE)) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void opened() throws IOException {
        try (Connection connection = connect(MAINTENANCE);
                Statement statement = connection.createStatement()) {
            for (String name : databases) {
                try (ResultSet found =
                        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                    if (found.next()) {
                        continue;
                    }
                }
                statement.execute("CREATE DATABASE " + name);
            }
        } catch (SQLException e) {
            throw new IOException("cannot make the databases " + databases + ": " + e.getMessage(), e);
        }
    }

    private Connection connect(String name) throws SQLException {
        String url = database.named(name).url() + "?connectTimeout=2&socketTimeout=10&ApplicationName=launcher";
        return DriverManager.getConnection(url, database.username(), database.password());
    }

    @Override
    public ProcessEnding.Request endRequest() {
        return ProcessEnding.Request.INTERRUPT;
    }

    @Override
    public Layer layer() {
        return Layer.STORAGE;
    }
}
