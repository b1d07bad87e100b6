package io.loupe.web.pages.create;

import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.published.Collection;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whole experiments to begin with. Those that reproduce a table in print take the collections it was measured on, all their
 * categories unless the table names one; the others take something small of what the catalogue holds.
 */
enum Starts {
    VT_ADL_QUICK(
            "vt-adl-quick",
            "VT-ADL: original loss or VAE loss?",
            "The two losses side by side on small images: a first answer in minutes, on two cores.",
            List.of()),
    ONE_ARM(
            "one-arm",
            "One detector",
            "A category and a detector with its first preset: begin small and add arms.",
            List.of()),
    VT_ADL_PAPER(
            "vt-adl-paper",
            "VT-ADL's losses at the paper's size",
            "512 pixels, 150 Gaussians, 400 epochs, all of MVTec AD, three seeds. It wants GPUs, or weeks.",
            List.of("mvtec-ad")),
    EFFICIENTAD_TABLE_2(
            "efficientad-table-2",
            "EfficientAD, Table 2",
            "S and M on all three collections, five seeds, as published. Needs the teachers' weights and a folder of"
                    + " ImageNet's images on the workers.",
            List.of("mvtec-ad", "mvtec-loco", "visa")),
    EFFICIENTAD_TABLE_4(
            "efficientad-table-4",
            "EfficientAD, ablation (Table 4)",
            "Map normalisation, hard feature loss, penalty, size: one added after the other. Needs what Table 2 needs.",
            List.of("mvtec-ad", "mvtec-loco", "visa")),
    EFFICIENTAD_TABLE_5(
            "efficientad-table-5",
            "EfficientAD, one part removed (Table 5)",
            "EfficientAD-S whole, and without each of its three parts. Needs what Table 2 needs.",
            List.of("mvtec-ad", "mvtec-loco", "visa")),
    EFFICIENTAD_TABLE_17(
            "efficientad-table-17",
            "EfficientAD, latency (Table 17)",
            "S, M and PatchCore, a thousand passes each after a thousand that do not count. EfficientAD trains a single step,"
                    + " since its latency does not depend on training. Needs the teachers' and Wide-ResNet-50's weights, and a GPU, or many"
                    + " hours.",
            List.of("visa"),
            List.of("cashew"));

    final String value;
    final String title;
    private final String text;
    private final List<String> collections;
    private final List<String> categories;

    Starts(String value, String title, String text, List<String> collections) {
        this(value, title, text, collections, List.of());
    }

    /** @param categories that it takes of its collections; none for all */
    Starts(String value, String title, String text, List<String> collections, List<String> categories) {
        this.value = value;
        this.title = title;
        this.text = text;
        this.collections = collections;
        this.categories = categories;
    }

    static Optional<Starts> of(String value) {
        return Arrays.stream(values())
                .filter(start -> start.value.equals(value))
                .findFirst();
    }

    /** What it is, and which of its collections are not in the catalogue. */
    String text(List<DatasetVersion> datasets) {
        List<String> missing = collections.stream()
                .filter(collection -> find(collection, datasets).isEmpty())
                .map(collection -> Collection.named(collection).orElseThrow().title())
                .toList();
        return missing.isEmpty() ? text : text + " Not in the catalogue: " + String.join(", ", missing) + ".";
    }

    /** Its collections, or what it takes of them, as far as the catalogue has them. */
    List<Draft.Data> data(List<DatasetVersion> datasets) {
        return collections.stream()
                .flatMap(collection -> find(collection, datasets).stream())
                .map(version -> new Draft.Data(version.dataset(), categories.isEmpty(), taken(version)))
                .filter(data -> data.all() || !data.categories().isEmpty())
                .collect(Collectors.toList());
    }

    private List<String> taken(DatasetVersion version) {
        return version.categories().stream()
                .map(CategorySummary::name)
                .filter(categories::contains)
                .toList();
    }

    private static Optional<DatasetVersion> find(String collection, List<DatasetVersion> datasets) {
        return datasets.stream()
                .filter(version -> Collection.of(version.dataset())
                        .filter(found -> found.name().equals(collection))
                        .isPresent())
                .findFirst();
    }

    Draft draft() {
        String name = "/META-INF/loupe/experiments/" + value + ".yaml";
        try (InputStream file = Starts.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return DraftReader.read(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .orElseThrow(() -> new IllegalStateException(name + " does not fit the form"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
