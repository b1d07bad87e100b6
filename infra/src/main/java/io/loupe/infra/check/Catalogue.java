package io.loupe.infra.check;

import io.loupe.infra.LauncherException;
import io.loupe.infra.service.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads web's database. */
final class Catalogue {

    private final Database database;

    Catalogue(Database database) {
        this.database = database;
    }

    List<Snapshot.Experiment> experiments() {
        return query("""
                select e.id, e.name, coalesce(o.ended_at is not null, false)
                from experiment e left join experiment_overview o on o.id = e.id order by e.id""", row -> new Snapshot.Experiment(row.getString(1), row.getString(2), row.getBoolean(3)));
    }

    List<Snapshot.Trial> trials() {
        Map<String, Map<String, Double>> metrics = new HashMap<>();
        query("select trial_id, name, value from metric", row -> metrics.computeIfAbsent(
                        row.getString(1), id -> new HashMap<>())
                .put(row.getString(2), row.getDouble(3)));
        return query(
                """
                select t.id, t.experiment_id, t.dataset || ' / ' || t.category || ' / ' || a.name || ' / seed ' || t.seed,
                       t.state, t.mlflow_run_id, t.weights_sha256, coalesce(t.forked_step, 0)
                from trial t join arm a on a.experiment_id = t.experiment_id and a.position = t.arm_position
                order by t.id""",
                row -> new Snapshot.Trial(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Optional.ofNullable(row.getString(5)),
                        Optional.ofNullable(row.getString(6)),
                        metrics.getOrDefault(row.getString(1), Map.of()),
                        row.getLong(7)));
    }

    List<Snapshot.Line> lines() {
        return query(
                "select trial_id, key, state from timeline order by sequence",
                row -> new Snapshot.Line(row.getString(1), row.getString(2), row.getString(3)));
    }

    List<Snapshot.Wish> wishes() {
        return query(
                "select kind, subject, created_at, last_error from outbox where done_at is null order by id",
                row -> new Snapshot.Wish(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant(), row.getString(4)));
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Reader<T> reader) {
        try (Connection connection =
                        DriverManager.getConnection(database.url(), database.username(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new LauncherException("cannot read " + database + ": " + e.getMessage(), e);
        }
    }
}
