package io.loupe.web.pages.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftYamlTest {
    private static Draft draft(String name, String notes, Map<String, String> settings) {
        return new Draft(
                name,
                notes,
                List.of(
                        new Draft.Data("mvtec-ad", false, List.of("screw", "metal_nut")),
                        new Draft.Data("visa", true, List.of())),
                List.of(new Draft.Arm("vae", "vt-adl", "paper", settings)),
                "1, 2, 3",
                List.of("image-auroc"),
                "all",
                Draft.Latency.NONE,
                new Draft.Run("auto", "4", "normal", "60s"));
    }

    @Test
    void everySettingHasALineOfItsOwn() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("loss", "mse-vae");
        settings.put("vae.reading", "mdn-ll");
        settings.put("vae.beta", "-1");

        assertThat(DraftYaml.write(draft("VT-ADL, original loss or VAE loss?", "One\n\ntwo", settings)))
                .isEqualTo("""
                loupe: 1
                name: VT-ADL, original loss or VAE loss?
                notes: |
                  One

                  two
                data:
                  - dataset: mvtec-ad
                    categories: [screw, metal_nut]
                  - dataset: visa
                    categories: all
                arms:
                  - name: vae
                    detector: vt-adl
                    preset: paper
                    settings:
                      loss: mse-vae
                      vae:
                        reading: mdn-ll
                        beta: -1
                seeds: [1, 2, 3]
                evaluation:
                  metrics: [image-auroc]
                  heatMaps: all
                run:
                  device: auto
                  parallel: 4
                  priority: normal
                  checkpoint:
                    every: 60s
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a: b",
                "# no comment",
                "- no list",
                "true",
                "1e-4",
                "\"quoted\"",
                "back\\slash",
                "{flow}",
                "&anchor",
                "*alias",
                "trailing:",
                "미세",
                "a, b; c",
                "'single'",
                "? key",
                "@at",
                "%directive",
                "| block",
                "null",
                "no"
            })
    void anyTextComesBackAsItWasTyped(String text) {
        Draft typed = draft(text, text, Map.of("loss", "x"));

        Draft read = DraftReader.read(DraftYaml.write(typed)).orElseThrow();

        assertThat(read.name()).isEqualTo(text);
        assertThat(read.notes().strip()).isEqualTo(text);
        assertThat(read.data()).isEqualTo(typed.data());
    }

    @ParameterizedTest
    @EnumSource(Starts.class)
    void everyStartFitsTheForm(Starts start) {
        assertThat(start.draft().arms()).isNotEmpty();
        assertThat(start.draft().seeds()).isNotBlank();
    }

    @Test
    void aDocumentWithMoreThanTheFormHasIsNotForcedIntoIt() {
        assertThat(DraftReader.read("loupe: 1\nname: x\nextra: 1\n")).isEmpty();
        assertThat(DraftReader.read("just a text")).isEmpty();
        assertThat(DraftReader.read("a: [1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seeds: [.inf]",
                "seeds: [-.inf, .nan]",
                "seeds: [1.0e+99999999999]",
                "seeds: [1e99999999999, 0b_, 0x_, 0o8, -, 1:90:, 0_]",
                "seeds: [2026-13-77, 2026-01-01T99:99:99Z]",
                "seeds: [!!int x, !!float y]",
                "run: { parallel: .nan }",
                "arms: [{ settings: { learningRate: .inf } }]"
            })
    void strangeNumbersAreReadOrNotButAreNoError(String line) {
        assertThatCode(() -> DraftReader.read("loupe: 1\nname: x\n" + line))
                .as(line)
                .doesNotThrowAnyException();
    }

    @Test
    void theWishForALatencyStandsInTheFormAndNoOtherDoes() {
        String head = "loupe: 1\nname: x\ndata:\n  - dataset: washers\n";

        assertThat(DraftReader.read(head).orElseThrow().latency()).isEqualTo(Draft.Latency.NONE);
        assertThat(DraftReader.read(head + "evaluation: { latency: { batch: 16 } }")
                        .orElseThrow()
                        .latency())
                .isEqualTo(new Draft.Latency("1000", "16"));
        assertThat(DraftReader.read(head + "evaluation: { latency: {} }")
                        .orElseThrow()
                        .latency())
                .isEqualTo(new Draft.Latency("1000", ""));
        assertThat(DraftReader.read(head + "evaluation: { latency: 1000 }")).isEmpty();
        assertThat(DraftReader.read(head + "evaluation: { latency: { warmUp: 3 } }"))
                .isEmpty();

        String yaml = DraftYaml.write(DraftReader.read(head + "evaluation: { latency: { passes: 20 } }")
                .orElseThrow());
        assertThat(yaml).contains("  heatMaps: all\n  latency:\n    passes: 20\nrun:");
        assertThat(FieldIds.of("evaluation.latency.batch")).isEqualTo("latency-batch");
    }

    @Test
    void aDocumentThatLeavesDefaultsOutFitsTheForm() {
        Draft draft = DraftReader.read("loupe: 1\nname: x\ndata:\n  - dataset: washers\n")
                .orElseThrow();

        assertThat(draft.data()).containsExactly(new Draft.Data("washers", true, List.of()));
        assertThat(draft.seeds()).isEqualTo("1");
    }
}
