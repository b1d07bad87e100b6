package io.loupe.detectors.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.backbone.Backbones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsCatalogueTest {
    @Test
    void everyBackboneHasWeightsOfItsName() {
        for (String name : Backbones.names()) {
            assertThat(WeightsCatalogue.find(name))
                    .as(name)
                    .get()
                    .extracting(KnownWeights::network)
                    .isEqualTo(name);
        }
    }

    @Test
    void hashesAreWholeOrTheEightDigitsInTheFilesName() {
        assertThat(WeightsCatalogue.all()).extracting(KnownWeights::name).doesNotHaveDuplicates();
        for (KnownWeights known : WeightsCatalogue.all()) {
            if (known.sha256().isPresent()) {
                assertThat(known.sha256().get()).as(known.name()).matches("[0-9a-f]{64}");
                assertThat(known.bytes()).as(known.name()).isPresent();
            } else {
                assertThat(known.expectedSha256()).as(known.name()).matches("[0-9a-f]{8}");
                assertThat(known.file()).contains("-" + known.expectedSha256() + ".");
            }
        }
    }

    /** The page is for people; what it says of files is what the catalogue says. */
    @Test
    void theDocumentationHasTheCataloguesRows() throws IOException {
        List<String> page = Files.readAllLines(Path.of("..", "docs", "weights.md"));

        assertThat(page)
                .containsAll(WeightsCatalogue.all().stream()
                        .map(WeightsCatalogueTest::row)
                        .toList());
        assertThat(page.stream().filter(line -> line.startsWith("| `"))).hasSameSizeAs(WeightsCatalogue.all());
    }

    private static String row(KnownWeights known) {
        String hash =
                known.sha256().map(whole -> "`" + whole + "`").orElse("begins with `" + known.expectedSha256() + "`");
        String bytes = known.bytes().isPresent() ? "%,d".formatted(known.bytes().getAsLong()) : "";
        return "| `" + known.name() + "` | " + known.title() + " | `" + known.file() + "` | " + bytes + " | " + hash
                + " | " + known.licence() + " | " + known.source() + " |";
    }
}
