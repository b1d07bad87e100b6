package io.loupe.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.workflows.trial.LatencyWish;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DocumentCheckerTest {
    private static final String HEAD = "loupe: 1\nname: n\n";
    private static final String DATA = "data: [{ dataset: washers }]\n";
    private static final String ARMS = "arms: [{ name: a, detector: vt-adl }]\n";

    @Test
    void whatIsLeftOutHasItsDefault() {
        ExperimentDocument document = Catalogues.valid(HEAD + DATA + ARMS);

        assertThat(document.seeds()).containsExactly(1L);
        assertThat(document.metrics())
                .containsExactly(
                        "image-auroc",
                        "pixel-auroc",
                        "au-pro-0.3",
                        "au-pro-0.05",
                        "image-ap",
                        "image-f1-max",
                        "pixel-ap",
                        "pixel-f1-max");
        assertThat(document.heatMaps()).isEqualTo("all");
        assertThat(document.latency()).isEmpty();
        assertThat(document.toMap().get("evaluation").toString()).doesNotContain("latency");
        assertThat(document.run()).isEqualTo(new ExperimentDocument.Run("auto", 100, "normal", 60, 0));
        assertThat(document.data())
                .containsExactly(new ExperimentDocument.DataChoice("washers", Catalogues.WASHERS, List.of("washer")));
        assertThat(document.arms().getFirst().preset()).isEqualTo("default");
    }

    @Test
    void aLatencyIsMeasuredIfAskedForAndSurvivesBeingWrittenOut() throws Exception {
        String quick = "arms: [{ name: a, detector: vt-adl, preset: quick }]\n";
        for (var entry : Map.of(
                        "{}", new LatencyWish(1000, 0),
                        "{ batch: 16 }", new LatencyWish(1000, 16),
                        "{ passes: 20 }", new LatencyWish(20, 0),
                        "{ passes: 100000, batch: 1024 }", new LatencyWish(100_000, 1024))
                .entrySet()) {
            ExperimentDocument document =
                    Catalogues.valid(HEAD + DATA + quick + "evaluation: { latency: " + entry.getKey() + " }");

            assertThat(document.latency()).as(entry.getKey()).contains(entry.getValue());
            assertThat(Catalogues.valid(new ObjectMapper().writeValueAsString(document.toMap()))
                            .latency())
                    .as(entry.getKey())
                    .isEqualTo(document.latency());
        }
        assertThat(Catalogues.valid(HEAD + DATA + ARMS + "evaluation: { latency: }")
                        .latency())
                .isEmpty();
    }

    @Test
    void auProHasAnyLimitUpToOne() {
        for (String name : List.of(
                "au-pro-0.01",
                "au-pro-1",
                "au-pro-1.0",
                "au-pro-.25",
                "au-spro-0.05",
                "au-spro-0.05-logical",
                "image-auroc-mean")) {
            assertThat(Catalogues.valid(HEAD + DATA + ARMS + "evaluation: { metrics: [" + name + "] }")
                            .metrics())
                    .containsExactly(name);
        }
        for (String name : List.of(
                "au-spro-0.0",
                "au-spro-2-logical",
                "au-pro-0.3-logical",
                "au-pro-0.0",
                "au-pro-1.5",
                "au-pro-3e-1",
                "au-pro-",
                "au-pro--0.3",
                "au-pro-NaN")) {
            assertThat(ExperimentDocument.isMetric(name)).as(name).isFalse();
        }
    }

    @Test
    void givenSettingsGoBeforeThePresetAndThePresetBeforeDefaults() {
        ExperimentDocument document = Catalogues.valid(HEAD + DATA
                + "arms: [{ name: a, detector: vt-adl, preset: quick, settings: { epochs: 3, vae: { beta: 2 } } }]");

        Map<String, Object> settings = document.arms().getFirst().settings();
        assertThat(settings).containsEntry("epochs", 3L).containsEntry("imageSize", 128);
        assertThat(settings.get("vae"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("beta", 2.0)
                .containsEntry("reading", "mdn-ll");
    }

    @Test
    void everySettingOfTheDetectorIsWrittenOut() {
        DetectorDescription detector = new DetectorCatalogue().find("vt-adl").orElseThrow();

        Map<String, Object> settings =
                Catalogues.valid(HEAD + DATA + ARMS).arms().getFirst().settings();

        assertThat(settings.keySet())
                .containsExactlyElementsOf(
                        detector.settings().stream().map(Setting::name).toList());
        assertThat(settings.values()).doesNotContainNull();
    }

    @Test
    void aVersionMayBeNamedByTheBeginningOfItsHash() {
        ExperimentDocument document = Catalogues.valid(HEAD + "data: [{ dataset: mvtec-ad@ababab }]\n" + ARMS);

        assertThat(document.data().getFirst().version()).isEqualTo(Catalogues.MVTEC_BEFORE);
        assertThat(document.data().getFirst().categories()).containsExactly("screw");
    }

    @Test
    void jsonAndYamlAreOneDocument() {
        String json = """
                {"loupe": 1, "name": "n", "data": [{"dataset": "washers"}],
                 "arms": [{"name": "a", "detector": "vt-adl", "settings": {"learningRate": 1e-4}}]}""";
        String yaml = HEAD + DATA + "arms: [{ name: a, detector: vt-adl, settings: { learningRate: 1e-4 } }]\n";

        assertThat(Catalogues.valid(json)).isEqualTo(Catalogues.valid(yaml));
    }

    @Test
    void theResolvedDocumentMeansTheSame() throws Exception {
        ExperimentDocument document = Catalogues.valid(HEAD
                + "data: [{ dataset: mvtec-ad, categories: [leather] }]\n"
                + "arms: [{ name: a, detector: vt-adl, preset: quick, settings: { noise: 0.5 } }]\n"
                + "seeds: [3, 1]\nrun: { parallel: 2, checkpoint: { every: 1.5m } }\n");
        String resolved = new ObjectMapper().writeValueAsString(document.toMap());

        ExperimentDocument again = Catalogues.valid(resolved.replace("\"preset\":\"quick\",", ""));
        ExperimentDocument named = Catalogues.valid(resolved.replace("\"quick\"", "\"default\""));

        assertThat(named.arms().getFirst().preset()).isEqualTo("default");
        assertThat(named.arms().getFirst().settings())
                .isEqualTo(again.arms().getFirst().settings());

        assertThat(again.toMap().get("run")).isEqualTo(document.toMap().get("run"));
        assertThat(again.seeds()).isEqualTo(document.seeds());
        assertThat(again.data()).isEqualTo(document.data());
        assertThat(again.arms().getFirst().settings().toString())
                .isEqualTo(document.arms().getFirst().settings().toString());
    }

    @Test
    void wordsOfYamlOneOneAreTexts() {
        assertThat(Catalogues.problems("loupe: 1\nname: no\n" + DATA + ARMS)).isEmpty();
        assertThat(Catalogues.problems("loupe: 1\nname: 2026-01-01\n" + DATA + ARMS))
                .isEmpty();
        assertThat(Catalogues.valid(HEAD + DATA + ARMS + "seeds: [010]").seeds())
                .containsExactly(10L);
    }

    @Test
    void lettersOfEveryScriptMakeAName() {
        assertThat(Catalogues.problems("loupe: 1\nname: 와셔 실험, Größe 5?\n" + DATA + ARMS))
                .isEmpty();
    }

    @Test
    void aProblemHasTheLineOfItsField() {
        Checked checked = Catalogues.checker()
                .check(HEAD + DATA + "arms:\n  - name: a\n    detector: vt-adl\n    settings:\n      epochs: 0\n");

        assertThat(((Checked.Invalid) checked).problems())
                .containsExactly(new Problem("arms[0].settings.epochs", "0 is below the minimum 1", OptionalInt.of(8)));
    }

    @Test
    void aMissingFieldHasTheLineOfWhatItBelongsTo() {
        Checked checked = Catalogues.checker().check(HEAD + DATA + "arms:\n  - name: a\n  - detector: vt-adl\n");

        assertThat(((Checked.Invalid) checked).problems())
                .extracting(Problem::path, Problem::line)
                .containsExactly(
                        Tuple.tuple("arms[0].detector", OptionalInt.of(5)),
                        Tuple.tuple("arms[1].name", OptionalInt.of(6)));
    }

    @Test
    void tooLargeADocumentIsNotRead() {
        String document = HEAD + "notes: " + "x".repeat(1 << 20);

        assertThat(Catalogues.problems(document))
                .containsExactly("(document): has " + document.length() + " bytes; at most 1048576 are allowed");
    }

    @Test
    void moreThanTwoThousandTrialsAreSeveralExperiments() {
        String seeds = "seeds: " + IntStream.range(0, 2_001).boxed().toList();

        assertThat(Catalogues.problems(HEAD + DATA + ARMS + seeds))
                .containsExactly("(document): asks for 2001 trials; at most 2000 make one experiment, so split it");
    }

    @Test
    @Timeout(20)
    void aliasesCannotBlowTheDocumentUp() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "x"));
        }

        assertThat(Catalogues.problems(bomb.toString()))
                .singleElement()
                .asString()
                .startsWith("(document): is no YAML");
    }

    @Test
    @Timeout(20)
    void aDocumentThatHoldsItselfIsRefused() {
        assertThat(Catalogues.problems("loupe: 1\nnotes: &a [*a]\n")).isNotEmpty();
    }

    @Test
    @Timeout(20)
    void depthIsLimitedInBothForms() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);

        assertThat(Catalogues.problems("notes: " + deep))
                .singleElement()
                .asString()
                .contains("is no YAML");
        assertThat(Catalogues.problems("{\"notes\": " + deep + "}"))
                .singleElement()
                .asString()
                .contains("is no JSON");
    }

    @Test
    @Timeout(20)
    void numbersWithHugeExponentsAreJustTooLarge() {
        assertThat(Catalogues.problems(HEAD + DATA + ARMS + "seeds: [1e999999999]"))
                .containsExactly("seeds[0]: 1E+999999999 is above the maximum 2147483647");
        assertThat(Catalogues.problems("{\"loupe\": 1e999999999}"))
                .contains("loupe: 1E+999999999 is above the maximum 2147483647");
    }

    @Test
    @Timeout(20)
    void exponentsThatNoNumberCanHaveAreProblemsToo() {
        for (String number : List.of(
                "1e99999999999",
                "-1e99999999999",
                "1.5e-99999999999",
                "1e2147483648",
                "100e2147483647",
                "1.5e-2147483647",
                "1e-2147483648")) {
            assertThat(Catalogues.problems(HEAD + DATA + ARMS + "seeds: [" + number + "]"))
                    .containsExactly("seeds[0]: expected an integer, found the text \"" + number + "\"");
            assertThat(Catalogues.problems("{\"loupe\": " + number + "}"))
                    .as(number)
                    .singleElement()
                    .asString()
                    .startsWith("(document): is no JSON");
        }
        assertThat(Catalogues.problems(HEAD + DATA + ARMS + "seeds: [1e0000000000001]"))
                .isEmpty();
    }

    @Test
    void theCharacterNulIsRefusedWhereItStands() {
        assertThat(Catalogues.problems(HEAD + DATA + ARMS + "notes: \"a\\0b\""))
                .containsExactly("notes: holds the character NUL, which no database keeps; leave it out");
        assertThat(Catalogues.problems(
                        "{\"loupe\": 1, \"name\": \"n\", \"notes\": \"\\u0000\", \"data\": [{\"dataset\": \"washers\"}],"
                                + " \"arms\": [{\"name\": \"a\", \"detector\": \"vt-adl\"}]}"))
                .containsExactly("notes: holds the character NUL, which no database keeps; leave it out");
    }

    @Test
    void problemsEndWhereNobodyReadsOn() {
        String seeds = "seeds: " + Collections.nCopies(1_000, "x");

        assertThat(Catalogues.problems(HEAD + DATA + ARMS + seeds))
                .hasSize(201)
                .last()
                .isEqualTo("(document): has more problems; these are the first 200");
    }

    @Test
    void checkingIsQuick() {
        String seeds = "seeds: " + IntStream.range(0, 2_000).boxed().toList();
        long start = System.nanoTime();

        Catalogues.valid(HEAD + DATA + ARMS + seeds);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
