package io.loupe.web.document;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.Dataset;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue's datasets. */
@ApplicationScoped
class CatalogueDatasets implements KnownDatasets {
    private final DatasetRepository datasets;

    CatalogueDatasets(DatasetRepository datasets) {
        this.datasets = requireNonNull(datasets, "datasets is null");
    }

    @Override
    public Map<String, KnownDataset> all() {
        Map<String, KnownDataset> known = new LinkedHashMap<>();
        for (Dataset dataset : datasets.list()) {
            dataset.current().ifPresent(current -> {
                Map<String, List<String>> categories = new LinkedHashMap<>();
                for (DatasetVersion version : datasets.versions(dataset.name())) {
                    categories.put(
                            version.version(),
                            version.categories().stream()
                                    .map(CategorySummary::name)
                                    .toList());
                }
                known.put(dataset.name(), new KnownDataset(current.version(), categories));
            });
        }
        return known;
    }
}
