package io.loupe.web.pages.create;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.document.Checked;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DocumentChecker;
import io.loupe.web.document.KnownDatasets;
import io.loupe.web.document.Problem;
import io.loupe.web.published.Collection;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartsTest {
    private static final String HASH = "a".repeat(64);

    private static DatasetVersion version(String name) {
        List<CategorySummary> categories =
                Collection.of(name).map(Collection::categories).map(Map::keySet).orElse(Set.of("one")).stream()
                        .map(category -> new CategorySummary(category, 60, 0, 20, 50, List.of("dent"), 50, 512, 512, 1))
                        .toList();
        return new DatasetVersion(name, HASH, new UUID(0, 1), Instant.EPOCH, "", 0, List.of(), categories);
    }

    /** What is wrong with a document, given three collections. */
    private static List<Problem> problems(String document) {
        Map<String, KnownDatasets.KnownDataset> known = new HashMap<>();
        for (String name : List.of("mvtec-ad", "mvtec-loco", "visa")) {
            List<String> categories = version(name).categories().stream()
                    .map(CategorySummary::name)
                    .toList();
            known.put(name, new KnownDatasets.KnownDataset(HASH, Map.of(HASH, categories)));
        }
        return switch (new DocumentChecker(new DetectorCatalogue(), () -> known).check(document)) {
            case Checked.Valid valid -> List.of();
            case Checked.Invalid invalid -> invalid.problems();
        };
    }

    @ParameterizedTest
    @EnumSource(Starts.class)
    void everyStartIsADocumentThatCanBeSubmitted(Starts start) {
        List<DatasetVersion> all = List.of(version("mvtec-ad"), version("mvtec-loco"), version("visa"));
        List<Draft.Data> data = start.data(all);
        Draft draft = start.draft()
                .withData(data.isEmpty() ? List.of(new Draft.Data("mvtec-ad", false, List.of("screw"))) : data);

        assertThat(problems(DraftYaml.write(draft))).isEmpty();
    }

    @Test
    void aTableTakesItsCollectionsWhole() {
        assertThat(Starts.EFFICIENTAD_TABLE_2.data(
                        List.of(version("washers"), version("mvtec-loco"), version("mvtec-ad-1"), version("visa"))))
                .extracting(Draft.Data::dataset, Draft.Data::all)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("mvtec-ad-1", true),
                        org.assertj.core.groups.Tuple.tuple("mvtec-loco", true),
                        org.assertj.core.groups.Tuple.tuple("visa", true));
    }

    @Test
    void theTableOfLatencyTakesItsCategoryAndOneTrialAtATime() {
        assertThat(Starts.EFFICIENTAD_TABLE_17.data(List.of(version("washers"), version("visa"))))
                .containsExactly(new Draft.Data("visa", false, List.of("cashew")));
        assertThat(Starts.EFFICIENTAD_TABLE_17.data(List.of(version("washers"))))
                .isEmpty();

        Draft draft = Starts.EFFICIENTAD_TABLE_17.draft();
        assertThat(draft.latency()).isEqualTo(new Draft.Latency("1000", "16"));
        assertThat(draft.run().parallel()).isEqualTo("1");
        assertThat(draft.seeds()).isEqualTo("1");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(Starts.EFFICIENTAD_TABLE_2.text(List.of(version("mvtec-ad"))))
                .endsWith("Not in the catalogue: MVTec LOCO AD, VisA.");
        assertThat(Starts.VT_ADL_PAPER.text(List.of(version("mvtec-ad")))).doesNotContain("Not in the catalogue");
    }
}
