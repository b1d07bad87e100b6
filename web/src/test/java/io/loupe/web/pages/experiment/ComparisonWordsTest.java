package io.loupe.web.pages.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.statistics.PairedComparison;
import io.loupe.web.statistics.PairedComparison.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonWordsTest {
    private static ComparisonWords words(String metric, List<Pair> pairs) {
        return ComparisonWords.of(PairedComparison.of(pairs), Metric.of(metric), "original", "vae");
    }

    private static List<Pair> pairs(int categories, int seeds, double base) {
        List<Pair> pairs = new ArrayList<>();
        for (int category = 0; category < categories; category++) {
            for (int seed = 1; seed <= seeds; seed++) {
                pairs.add(new Pair("c" + category, seed, base + 0.001 * seed + 0.002 * category));
            }
        }
        return pairs;
    }

    @Test
    void theLeaderItsLeadTheIntervalAndWhatTheyRestOn() {
        ComparisonWords words = words("eval/au_pro_0.3", pairs(2, 3, 0.02));

        assertThat(words.headline()).matches("vae better by 0\\.023 \\[0\\.02\\d, 0\\.02\\d\\]; 3 seeds, 2 categories");
        assertThat(words.claim()).isEqualTo("vae is ahead, by more than chance explains.");
        assertThat(words.method())
                .contains("paired bootstrap over seeds within these categories")
                .contains("over 6 pairs: p = 0.031, exact.")
                .contains("optimistic");
    }

    @Test
    void theFirstArmMayLeadAndTheIntervalIsSeenFromIt() {
        ComparisonWords words = words("eval/au_pro_0.3", pairs(1, 3, -0.05));

        assertThat(words.headline())
                .matches("original better by 0\\.048 \\[0\\.04\\d, 0\\.05\\d\\]; 3 seeds, 1 category");
        assertThat(words.claim()).contains("original is ahead, though 3 pairs are little to say it by");
        assertThat(words.method()).contains("Student's t over 3 pairs", "No signed-rank test: it needs 6");
    }

    @Test
    void anIntervalAcrossZeroClaimsNothing() {
        ComparisonWords words = words(
                "eval/au_pro_0.3", List.of(new Pair("a", 1, 0.05), new Pair("a", 2, -0.04), new Pair("a", 3, 0.02)));

        assertThat(words.headline()).contains("vae better by 0.010 [−0.");
        assertThat(words.claim()).isEqualTo("With the evidence so far, no difference can be claimed.");
    }

    @Test
    void anErrorThatFallsIsTheBetterOne() {
        assertThat(words("eval/feature_regression", pairs(1, 3, -0.5)).headline())
                .startsWith("vae lower by 0.498");
    }

    @Test
    void theFasterArmLeadsByTimeAndByRate() {
        assertThat(words("eval/latency_ms", pairs(1, 3, -0.5)).headline()).startsWith("vae lower by 0.50 [");
        assertThat(words("eval/latency_ms", pairs(1, 3, 2)).headline()).startsWith("original lower by 2.00 [");
        assertThat(words("eval/images_per_second_batch_16", pairs(1, 3, 120)).headline())
                .startsWith("vae better by 120.0 [");
    }

    @Test
    void tooFewPairsAreSaidToBe() {
        assertThat(words("eval/au_pro_0.3", List.of()).headline()).isEqualTo("Nothing to compare yet.");
        assertThat(words("eval/au_pro_0.3", pairs(1, 1, 0.1)).claim())
                .isEqualTo("One pair cannot tell a difference from chance: three seeds or more give a spread.");
    }
}
