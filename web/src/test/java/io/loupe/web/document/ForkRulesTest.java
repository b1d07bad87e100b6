package io.loupe.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of the detectors that this build has. */
class ForkRulesTest {
    private static final DetectorCatalogue CATALOGUE = new DetectorCatalogue();

    @Test
    void whatACheckpointIsMadeWithStays() {
        assertThat(problems("efficientad", Map.of("teacher", "mine.pth", "learningRate", 5e-5), false))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("settings.teacher");
                    assertThat(problem.message())
                            .contains("built into the checkpoint, which has efficientad-teacher-small", "add an arm");
                });
        assertThat(problems("vt-adl", Map.of("network", with(group("vt-adl", "network"), "depth", 2)), true))
                .extracting(Problem::path)
                .containsExactly("settings.network.depth");
        assertThat(problems("patchcore", Map.of("neighbourhood", 5), true)).hasSize(1);
        assertThat(problems("pdn-distillation", Map.of("layers", "blocks.4,blocks.9"), false))
                .hasSize(1);
    }

    @Test
    void whatStepsDecideCanDifferWhileThereAreSteps() {
        assertThat(problems("efficientad", Map.of("learningRate", 5e-5, "hardQuantile", 0.0), false))
                .isEmpty();
        assertThat(problems("vt-adl", Map.of("vae", with(group("vt-adl", "vae"), "beta", 2)), false))
                .isEmpty();
    }

    @Test
    void afterTheLastStepItDecidesNothing() {
        assertThat(problems("efficientad", Map.of("learningRate", 5e-5, "lowerQuantile", 0.5), true))
                .extracting(Problem::path)
                .containsExactly("settings.learningRate", "settings.lowerQuantile");
        assertThat(problems("efficientad", Map.of("learningRate", 5e-5), true)
                        .getFirst()
                        .message())
                .contains("no step of the parent is left", "earlier checkpoint", "more steps", "differ: frame");
        assertThat(problems("efficientad", Map.of("learningRate", 5e-5, "steps", 10), true))
                .as("fewer steps leave none either")
                .hasSize(2);
    }

    @Test
    void moreStepsMakeRoomForOthers() {
        assertThat(problems("efficientad", Map.of("learningRate", 5e-5, "steps", 80_000), true))
                .isEmpty();
        assertThat(problems("vt-adl", Map.of("learningRate", 5e-5, "epochs", 500), true))
                .isEmpty();
    }

    @Test
    void aFinishedTrainingCanBeScoredInSeveralWays() {
        assertThat(problems("efficientad", Map.of("frame", "edge"), true)).isEmpty();
        assertThat(problems("patchcore", Map.of("imageScore", "paper", "smoothing", 2), true))
                .isEmpty();
        assertThat(problems("patchcore", Map.of("imageScore", "paper", "coreset", 0.5), true))
                .extracting(Problem::path)
                .containsExactly("settings.coreset");
    }

    @Test
    void aSettingThatIsNewerThanTheParentIsNoDifference() {
        Map<String, Object> settings = settings("efficientad");
        Map<String, Object> older = new HashMap<>(settings);
        older.remove("teacherCache");

        assertThat(new ForkRules(CATALOGUE.find("efficientad").orElseThrow()).problems(older, settings, true))
                .isEmpty();
    }

    private static List<Problem> problems(String detector, Map<String, Object> changes, boolean complete) {
        Map<String, Object> fork = settings(detector);
        fork.putAll(changes);
        return new ForkRules(CATALOGUE.find(detector).orElseThrow()).problems(settings(detector), fork, complete);
    }

    /** The defaults. */
    private static Map<String, Object> settings(String detector) {
        Map<String, Object> settings = new HashMap<>();
        CATALOGUE.find(detector).orElseThrow().settings().forEach(each -> settings.put(each.name(), each.fallback()));
        return settings;
    }

    private static Map<?, ?> group(String detector, String name) {
        return (Map<?, ?>) settings(detector).get(name);
    }

    private static Map<Object, Object> with(Map<?, ?> group, String name, Object value) {
        Map<Object, Object> changed = new HashMap<>(group);
        changed.put(name, value);
        return changed;
    }
}
