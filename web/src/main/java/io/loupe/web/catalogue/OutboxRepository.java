package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What Temporal has still to be told, in the order in which it was wished. */
@ApplicationScoped
public class OutboxRepository {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(15);

    private final Jdbi jdbi;

    OutboxRepository(Jdbi jdbi) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
    }

    /** Adds a wish inside the caller's transaction; false when the same one waits already. */
    static boolean add(Handle handle, OutboxKind kind, UUID subject, String who) {
        return handle.createUpdate("""
                        insert into outbox (kind, subject, who) values (:kind, :subject, :who)
                        on conflict (kind, subject) where done_at is null do nothing""")
                        .bind("kind", kind.name())
                        .bind("subject", subject)
                        .bind("who", who)
                        .execute()
                == 1;
    }

    /** Who asked for that last. */
    static String whoAsked(Handle handle, OutboxKind kind, UUID subject) {
        return handle.createQuery(
                        "select who from outbox where subject = :subject and kind = :kind order by id desc limit 1")
                .bind("subject", subject)
                .bind("kind", kind.name())
                .mapTo(String.class)
                .findOne()
                .orElse("somebody");
    }

    /**
     * Hands the oldest due entry to {@code delivery} and crosses it out. If that throws, the entry waits a while and is
     * handed out again: delivery must be idempotent. An entry of a subject is never handed out before an older one of the
     * same subject, nor to two callers at once.
     *
     * @return false when nothing is due
     * @throws RuntimeException what {@code delivery} threw, after the entry was put back
     */
    public boolean deliverNext(Consumer<OutboxEntry> delivery) {
        RuntimeException[] failure = new RuntimeException[1];
        boolean found = jdbi.inTransaction(handle -> {
            OutboxEntry entry = handle.createQuery("""
                            select o.* from outbox o
                            where o.done_at is null and o.next_attempt_at <= now()
                              and not exists (
                                  select 1 from outbox older
                                  where older.subject = o.subject and older.done_at is null and older.id < o.id)
                            order by o.id
                            limit 1
                            for update skip locked""")
                    .map((row, context) -> new OutboxEntry(
                            row.getLong("id"),
                            OutboxKind.valueOf(row.getString("kind")),
                            Columns.id(row, "subject"),
                            row.getString("who"),
                            Columns.instant(row, "created_at"),
                            row.getInt("attempts")))
                    .findOne()
                    .orElse(null);
            if (entry == null) {
                return false;
            }
            try {
                delivery.accept(entry);
                handle.createUpdate("update outbox set done_at = now(), last_error = '' where id = :id")
                        .bind("id", entry.id())
                        .execute();
            } catch (RuntimeException e) {
                failure[0] = e;
                putBack(handle, entry, e);
            }
            return true;
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        return found;
    }

    private static void putBack(Handle handle, OutboxEntry entry, RuntimeException cause) {
        long backOff = Math.min(LAST_BACK_OFF.toMillis(), FIRST_BACK_OFF.toMillis() << Math.min(entry.attempts(), 10));
        handle.createUpdate("""
                        update outbox
                        set attempts = attempts + 1, last_error = :error,
                            next_attempt_at = now() + :millis * interval '1 millisecond'
                        where id = :id""")
                .bind("id", entry.id())
                .bind("error", String.valueOf(cause.getMessage()))
                .bind("millis", backOff)
                .execute();
    }

    /** Entries that wait. */
    public int waiting() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from outbox where done_at is null")
                .mapTo(Integer.class)
                .one());
    }

    /** Whether something about this subject waits to be told. */
    public boolean waiting(UUID subject) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select 1 from outbox where subject = :subject and done_at is null)")
                .bind("subject", subject)
                .mapTo(Boolean.class)
                .one());
    }

    /** Makes everything that waits due now; called when Temporal answers again. */
    public void hurry() {
        jdbi.useHandle(handle -> handle.createUpdate("update outbox set next_attempt_at = now() where done_at is null")
                .execute());
    }
}
