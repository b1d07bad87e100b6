package io.loupe.web.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.SomeTrial;
import io.loupe.workflows.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReadTrialsTest {
    private final ReadTrials read = new ReadTrials();

    /** Positions of the trials that had to be read, in the order of asking. */
    private final List<Long> asked = new ArrayList<>();

    @Test
    void onlyWhatHasChangedIsReadAgain() {
        read.of(rows("a", 3), changed -> now("a", changed));
        asked.clear();
        List<ReadTrials.Row> rows = new ArrayList<>(rows("a", 3));
        rows.set(1, new ReadTrials.Row(new UUID(0, 1), "b"));

        List<Trial> trials = read.of(rows, changed -> now("b", changed));

        assertThat(asked).containsExactly(1L);
        assertThat(trials).extracting(Trial::position).containsExactly(0, 1, 2);
        assertThat(read.of(rows, changed -> now("c", changed))).isEqualTo(trials);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aRowThatIsGoneIsLeftOut() {
        assertThat(read.of(rows("a", 2), changed -> now("a", changed.subList(1, 2))))
                .extracting(Trial::position)
                .containsExactly(1);
    }

    @Test
    void moreThanIsKeptIsAnsweredAllTheSame() {
        List<ReadTrials.Row> rows = rows("a", 5_000);

        for (int i = 0; i < 2; i++) {
            assertThat(read.of(rows, changed -> now("a", changed)))
                    .extracting(Trial::position)
                    .containsExactlyElementsOf(IntStream.range(0, 5_000).boxed().toList());
        }
    }

    @Test
    void aChangeAmongAsManyAsAreKeptForgetsNoOther() {
        read.of(rows("a", 4_000), changed -> now("a", changed));
        asked.clear();
        List<ReadTrials.Row> rows = new ArrayList<>(rows("a", 4_000));
        rows.set(7, new ReadTrials.Row(new UUID(0, 7), "b"));

        for (int i = 0; i < 2; i++) {
            read.of(rows, changed -> now("b", changed));
        }

        assertThat(asked).containsExactly(7L);
    }

    private static List<ReadTrials.Row> rows(String version, int count) {
        return IntStream.range(0, count)
                .mapToObj(position -> new ReadTrials.Row(new UUID(0, position), version))
                .toList();
    }

    private List<ReadTrials.Read> now(String version, List<UUID> changed) {
        changed.forEach(id -> asked.add(id.getLeastSignificantBits()));
        return changed.stream()
                .map(id -> new ReadTrials.Read(
                        version,
                        SomeTrial.of(
                                (int) id.getLeastSignificantBits(), TrialState.QUEUED, "washers", "washer", Map.of())))
                .toList();
    }
}
