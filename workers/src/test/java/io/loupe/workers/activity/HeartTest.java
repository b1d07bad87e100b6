package io.loupe.workers.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.workers.activity.Pulse.Stop;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeartTest {
    private final LinkedBlockingQueue<String> beats = new LinkedBlockingQueue<>();
    private final AtomicReference<ActivityCompletionException> answer = new AtomicReference<>();

    @Test
    void newestProgressIsSentStamped() throws InterruptedException {
        try (Heart<String> heart = heart()) {
            assertThat(next()).isEqualTo("null");
            heart.tell("step 1");
            heart.tell("step 2");

            String beat = next();
            while (beat.equals("null") || beat.equals("step 1!")) {
                beat = next();
            }
            assertThat(beat).isEqualTo("step 2!");
            assertThat(heart.stop()).isEmpty();
        }
    }

    @Test
    void serversAnswerTellsWhatIsAskedFor() throws InterruptedException {
        assertThat(kind(new ActivityCanceledException())).isEqualTo(Stop.Kind.CANCEL);
        assertThat(kind(new ActivityWorkerShutdownException())).isEqualTo(Stop.Kind.DRAIN);
        assertThat(kind(new ActivityNotExistsException("gone", null))).isEqualTo(Stop.Kind.LOST);
    }

    @Test
    void heartGoesOnBeatingWhileStoppedActivityPublishes() throws InterruptedException {
        answer.set(new ActivityCanceledException());
        try (Heart<String> heart = heart()) {
            next();
            next();
            next();
            assertThatThrownBy(heart::check).isInstanceOf(ActivityCanceledException.class);
        }
    }

    private Stop.Kind kind(ActivityCompletionException exception) throws InterruptedException {
        answer.set(exception);
        beats.clear();
        try (Heart<String> heart = heart()) {
            next();
            next();
            Stop stop = heart.stop().orElseThrow();
            assertThat(stop.reason()).isSameAs(exception);
            return stop.kind();
        }
    }

    private String next() throws InterruptedException {
        return beats.poll(10, TimeUnit.SECONDS);
    }

    private Heart<String> heart() {
        return new Heart<>(
                details -> {
                    beats.add(String.valueOf(details));
                    if (answer.get() != null) {
                        throw answer.get();
                    }
                },
                progress -> progress + "!",
                Duration.ofMillis(5));
    }
}
