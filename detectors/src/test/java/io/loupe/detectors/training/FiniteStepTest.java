package io.loupe.detectors.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiniteStepTest {
    @Test
    void theTermTheStepAndWhatToDoAreNamed() {
        FiniteStep step = new FiniteStep(41, "precision float32");

        DetectorException failure = catchThrowableOfType(
                DetectorException.class, () -> step.requireTerms(Map.of("mse", 0.5, "kl", Double.POSITIVE_INFINITY)));

        assertThat(failure.kind()).isEqualTo(Kind.NUMERICS);
        assertThat(failure.place()).isEqualTo("train/loss/kl");
        assertThat(failure).hasMessage("train/loss/kl: the loss term kl is Infinity at step 42");
        assertThat(failure.advice())
                .isEqualTo("resuming repeats the same steps from step 41; edit the experiment and run it again with a"
                        + " lower learning rate or with precision float32");
    }

    @Test
    void withoutAnotherRemedyOnlyTheLearningRateIsNamed() {
        DetectorException failure = catchThrowableOfType(
                DetectorException.class, () -> new FiniteStep(0, "").requireTerms(Map.of("mse", Double.NaN)));

        assertThat(failure.advice()).endsWith("with a lower learning rate");
    }

    @Test
    void finiteTermsPass() {
        assertThatCode(() -> new FiniteStep(0, "").requireTerms(Map.of("mse", -1e30)))
                .doesNotThrowAnyException();
    }
}
