package io.loupe.detectors.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointPartsTest {
    private static final CheckpointState STATE = new CheckpointState(40, Map.of("weights", new byte[] {1, 2, 3}));

    @Test
    void aPartThatIsNotThereIsNamedWithTheStep() {
        assertThatThrownBy(() -> CheckpointParts.read(STATE, "optimizer"))
                .isInstanceOfSatisfying(DetectorException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.DATA);
                    assertThat(e.place()).isEqualTo("optimizer");
                })
                .hasMessageContaining("the checkpoint of step 40 has no such part");
    }

    @Test
    void aDamagedPartIsNamed() {
        assertThatThrownBy(() -> CheckpointParts.read(STATE, CheckpointState.WEIGHTS))
                .isInstanceOfSatisfying(DetectorException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.DATA);
                    assertThat(e.place()).isEqualTo("weights");
                });
    }
}
