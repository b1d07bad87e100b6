package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Who waits for which devices, as far as the catalogue can say: by priority, then those that were begun before, then by time.
 * Temporal has the last word; among experiments of one priority it shares devices fairly, so a place is a good guess.
 */
@ApplicationScoped
public class DeviceQueue {
    /** Smaller goes first. */
    private static final String RANK = "case e.priority when 'high' then 1 when 'normal' then 2 else 3 end";

    /** Whose turn it is, as Temporal's keys have it. */
    private static final String TURN = RANK + ", t.started_at is null, t.state_since, t.id";

    private final Jdbi jdbi;

    DeviceQueue(Jdbi jdbi) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
    }

    /**
     * A place in a queue.
     *
     * @param place 1 for the next one
     * @param length how many wait for the same devices
     */
    public record Place(int place, int length) {}

    /** @param place in the queue for its own devices, 1 for the next one */
    public record Next(UUID trial, int place) {}

    /** The trials that wait at the heads of all queues, at most so many. */
    public List<Next> next(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, place from (
                            select t.id,
                                   row_number() over (partition by t.spec ->> 'queue' order by %1$s) as place,
                                   row_number() over (order by %1$s) as turn
                            from trial t join experiment e on e.id = t.experiment_id
                            where t.state = 'QUEUED') queued
                        order by place, turn limit :limit""".formatted(TURN))
                .bind("limit", limit)
                .map((row, context) -> new Next(Columns.id(row, "id"), row.getInt("place")))
                .list());
    }

    /** Where a trial stands that waits for a device; empty if it waits for none. */
    public Optional<Place> place(UUID trial) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select place, length from (
                            select t.id,
                                   row_number() over (order by %s) as place,
                                   count(*) over () as length
                            from trial t join experiment e on e.id = t.experiment_id
                            where t.state = 'QUEUED'
                              and t.spec ->> 'queue' = (select spec ->> 'queue' from trial where id = :id)) queued
                        where id = :id""".formatted(TURN))
                .bind("id", trial)
                .map((row, context) -> new Place(row.getInt("place"), row.getInt("length")))
                .findOne());
    }

    /**
     * A trial that keeps a more urgent one waiting.
     *
     * @param since when its training began, by the workflow's clock
     * @param waiting name of the more urgent one
     */
    public record Obstacle(UUID trial, Instant since, UUID waitingTrial, String waiting) {}

    /**
     * For each trial that has waited for a while, a training of lower priority on the same devices: the least urgent and
     * latest first, each named once.
     *
     * @param before how long it must have waited
     * @param now by the catalogue's clock
     */
    public List<Obstacle> obstacles(Duration before, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with waiting as (
                            select t.id, t.spec ->> 'queue' as queue, %1$s as rank,
                                   (t.category || ' / ' || (t.spec ->> 'arm') || ' / seed ' || t.seed) as name,
                                   row_number() over (partition by t.spec ->> 'queue' order by %2$s) as n
                            from trial t join experiment e on e.id = t.experiment_id
                            where t.state = 'QUEUED' and t.changed_at > '-infinity' and t.state_since < :since
                        ), training as (
                            select t.id, t.spec ->> 'queue' as queue, t.state_since, %1$s as rank,
                                   row_number() over (
                                       partition by t.spec ->> 'queue' order by %1$s desc, t.state_since desc, t.id) as n
                            from trial t join experiment e on e.id = t.experiment_id
                            where t.state = 'TRAINING'
                              and t.pause_requested_at is null and t.cancel_requested_at is null
                        )
                        select training.id as trial, training.state_since, waiting.id as waiting_trial, waiting.name
                        from waiting join training on training.queue = waiting.queue and training.n = waiting.n
                        where waiting.rank < training.rank""".formatted(RANK, TURN))
                .bind("since", now.minus(before))
                .map((row, context) -> new Obstacle(
                        Columns.id(row, "trial"),
                        Columns.instant(row, "state_since"),
                        Columns.id(row, "waiting_trial"),
                        row.getString("name")))
                .list());
    }
}
