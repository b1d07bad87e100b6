package io.loupe.web.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loupe.web.SomeTrial;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.published.Collection;
import io.loupe.workflows.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MeanGroupTest {
    private static Trial succeeded(int position, String dataset, String category, Map<String, Double> metrics) {
        return SomeTrial.of(position, TrialState.SUCCEEDED, dataset, category, metrics);
    }

    private static Results results(List<Trial> trials) {
        return new Results(trials, List.of());
    }

    /** MVTec AD 0.9, VisA 0.3; MVTec LOCO 0.1 for all anomalies in one pool, 0.6 for the mean of both kinds. */
    private static List<Trial> three() {
        List<Trial> trials = new ArrayList<>();
        Map<String, Map<String, Double>> metrics = Map.of(
                "mvtec-ad", Map.of("eval/image_auroc", 0.9, "eval/au_pro_0.3", 0.8),
                "visa", Map.of("eval/image_auroc", 0.3, "eval/au_pro_0.3", 0.7),
                "mvtec-loco", Map.of("eval/image_auroc", 0.1, "eval/image_auroc_mean", 0.6, "eval/au_pro_0.3", 0.3));
        for (String name : List.of("mvtec-ad", "mvtec-loco", "visa")) {
            Collection.named(name)
                    .orElseThrow()
                    .categories()
                    .keySet()
                    .forEach(category -> trials.add(succeeded(trials.size(), name, category, metrics.get(name))));
        }
        return trials;
    }

    @Test
    void eachCollectionCountsTheSameAndLocoByItsOwnMean() {
        Results results = results(three());

        List<MeanGroup> groups = MeanGroup.of(results, "eval/image_auroc");

        assertThat(groups)
                .extracting(MeanGroup::name)
                .containsExactly("mvtec-ad, mean", "mvtec-loco, mean", "visa, mean", "mean of the three");
        assertThat(groups.get(0).mean(results, 0).orElseThrow()).isEqualTo(0.9, within(1e-12));
        assertThat(groups.get(1).mean(results, 0).orElseThrow()).isEqualTo(0.1, within(1e-12));
        assertThat(groups.get(3).mean(results, 0).orElseThrow()).isEqualTo((0.9 + 0.6 + 0.3) / 3, within(1e-12));
        assertThat(groups.get(3).images(results)).hasSize(32);
        MeanGroup auPro = MeanGroup.of(results, "eval/au_pro_0.3").getLast();
        assertThat(auPro.all()).isTrue();
        assertThat(auPro.mean(results, 0).orElseThrow()).isEqualTo(0.6, within(1e-12));
    }

    @Test
    void thereIsNoMeanUntilEveryPlaceHasAFigure() {
        List<Trial> trials = three();
        Trial last = trials.removeLast();
        trials.add(succeeded(last.position(), last.spec().dataset(), last.category(), Map.of()));
        Results results = results(trials);

        List<MeanGroup> groups = MeanGroup.of(results, "eval/image_auroc");

        assertThat(groups.get(0).mean(results, 0)).isPresent();
        assertThat(groups.get(2).mean(results, 0)).isEmpty();
        assertThat(groups.get(3).mean(results, 0)).isEmpty();
    }

    @Test
    void whatNobodyTakesTogetherIsNot() {
        List<Trial> trials = three();

        assertThat(MeanGroup.of(results(trials), "eval/pixel_auroc")).hasSize(3).noneMatch(MeanGroup::all);
        assertThat(MeanGroup.of(results(trials.subList(0, 20)), "eval/image_auroc"))
                .hasSize(2)
                .noneMatch(MeanGroup::all);
        assertThat(MeanGroup.of(results(trials.subList(0, 15)), "eval/image_auroc"))
                .isEmpty();
    }
}
