package io.loupe.web.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loupe.web.published.PublishedTable.Column;
import io.loupe.web.published.PublishedTable.Row;
import io.loupe.web.published.PublishedTable.Unit;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The data files against what papers print about their own figures. */
class PublishedTablesTest {
    private final List<PublishedTable> tables = new PublishedFigures().tables();

    private PublishedTable table(String id) {
        return tables.stream()
                .filter(table -> table.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Row row(PublishedTable table, String method) {
        return table.rows().stream()
                .filter(row -> row.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private static double[] figures(Row row) {
        return row.figures().stream().mapToDouble(OptionalDouble::getAsDouble).toArray();
    }

    private static double meanOfFirst(double[] figures, int count) {
        return java.util.Arrays.stream(figures, 0, count).average().orElseThrow();
    }

    @Test
    void everyTableSaysWhereItIsFromAndHowItWasMeasured() {
        assertThat(tables).hasSizeGreaterThan(25);
        for (PublishedTable table : tables) {
            assertThat(table.source()).as(table.id()).isNotBlank();
            assertThat(table.table()).as(table.id()).isNotBlank();
            assertThat(table.protocol().metric()).as(table.id()).isNotBlank();
            assertThat(table.rows()).as(table.id()).isNotEmpty();
        }
    }

    @Test
    void figuresAreSharesOrPercentAndColumnsAreOfKnownImages() {
        for (PublishedTable table : tables) {
            for (int i = 0; i < table.columns().size(); i++) {
                Column column = table.columns().get(i);
                double most = column.unit() == Unit.SHARE ? 1 : column.unit() == Unit.PERCENT ? 100 : 10_000;
                for (Row row : table.rows()) {
                    row.figures().get(i).ifPresent(figure -> assertThat(figure)
                            .as(table.id() + " " + row.method() + " " + column.name())
                            .isBetween(0.0, most));
                }
                if (!column.metrics().isEmpty()
                        && Collection.named(column.collection()).isPresent()) {
                    assertThat(column.category().equals("mean")
                                    || Collection.named(column.collection())
                                            .get()
                                            .categories()
                                            .containsKey(column.category()))
                            .as(table.id() + " " + column.category())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void mvtecAdHasTheCountsOfItsPaper() {
        var contents = Collection.named("mvtec-ad").orElseThrow().categories().values();

        assertThat(contents).hasSize(15);
        assertThat(contents.stream().mapToInt(Collection.Content::trainGood).sum())
                .isEqualTo(3629);
        assertThat(contents.stream().mapToInt(Collection.Content::testGood).sum())
                .isEqualTo(467);
        assertThat(contents.stream().mapToInt(Collection.Content::testDefective).sum())
                .isEqualTo(1258);
    }

    @Test
    void meansOfEfficientAdsTablesAreThoseOfTheirRows() {
        for (Row row : table("efficientad-table-2").rows()) {
            double[] figure = figures(row);
            assertThat((figure[4] + figure[5]) / 2).as(row.method() + " LOCO").isCloseTo(figure[1], within(0.0501));
            assertThat(meanOfFirst(figure, 3)).as(row.method() + " mean").isCloseTo(figure[3], within(0.0501));
            assertThat(row(table("efficientad-table-1"), row.method()).figures().getFirst())
                    .as(row.method() + " in Table 1")
                    .hasValue(figure[3]);
        }
    }

    @Test
    void theThroughputIsTheColumnOfTable1() {
        for (Row row : table("efficientad-table-1-throughput").rows()) {
            assertThat(row(table("efficientad-table-1"), row.method()).figures().get(3))
                    .as(row.method())
                    .isEqualTo(row.figures().getFirst());
        }
    }

    @Test
    void theAblationAddsUp() {
        List<Row> rows = table("efficientad-table-4").rows();
        double[] steps = {0.8, 1.0, 0.4, 0.6};
        for (int i = 0; i < steps.length; i++) {
            double from = rows.get(i).figures().getFirst().getAsDouble();
            double to = rows.get(i + 1).figures().getFirst().getAsDouble();
            assertThat(to - from).isCloseTo(steps[i], within(1e-9));
        }
        assertThat(rows.get(3).figures().get(1))
                .isEqualTo(row(table("efficientad-table-17"), "EfficientAD-S")
                        .figures()
                        .getFirst());
    }

    @Test
    void repositoriesMeansAreThoseOfTheirRows() {
        for (String id : List.of(
                "nelson-mvtec-ad-image-auroc",
                "nelson-mvtec-ad-au-pro",
                "puad-mvtec-ad-image-auroc",
                "anomalib-efficientad-image-auroc")) {
            double last = id.startsWith("anomalib") ? 0.05 : 0.005;
            for (Row row : table(id).rows()) {
                double[] figure = figures(row);
                assertThat(meanOfFirst(figure, 15))
                        .as(id + " " + row.method())
                        .isCloseTo(figure[15], within(last + 1e-9));
            }
        }
        for (Row row : table("rximg-visa-image-auroc").rows()) {
            double[] figure = figures(row);
            assertThat(meanOfFirst(figure, 12)).as(row.method()).isCloseTo(figure[12], within(0.006));
        }
        for (Row row : table("puad-mvtec-loco-image-auroc").rows().subList(0, 2)) {
            double[] figure = figures(row);
            assertThat(meanOfFirst(figure, 5)).as(row.method()).isCloseTo(figure[5], within(0.006));
        }
    }

    @Test
    void vtAdlsMeansAreCutOffAndAnoGansIsNotThatOfItsRows() {
        for (Row row : table("vt-adl-table-3").rows()) {
            double[] figure = figures(row);
            double mean = meanOfFirst(figure, 15);
            if (row.method().equals("AnoGAN")) {
                assertThat(mean).isCloseTo(0.447, within(5e-4));
                assertThat(figure[15]).isEqualTo(0.443);
            } else {
                assertThat(Math.floor(mean * 1000 + 1e-6) / 1000)
                        .as(row.method())
                        .isCloseTo(figure[15], within(1e-9));
            }
        }
        assertThat(meanOfFirst(figures(row(table("vt-adl-table-3"), "VT-ADL")), 15))
                .isCloseTo(0.8071, within(5e-5));
        assertThat(meanOfFirst(figures(row(table("vt-adl-table-3"), "Uninformed Students")), 15))
                .isCloseTo(0.8574, within(5e-5));
    }

    @Test
    void theKoreanPapersColumnsAreColumnsOfVtAdls() {
        PublishedTable theirs = table("kim-table-2");
        PublishedTable table3 = table("vt-adl-table-3");
        double[] original = figures(theirs.rows().get(0));
        double[] proposed = figures(theirs.rows().get(1));
        double[] vtAdl = figures(row(table3, "VT-ADL"));
        double[] students = figures(row(table3, "Uninformed Students"));

        for (int i = 0; i < theirs.columns().size(); i++) {
            String category = theirs.columns().get(i).category();
            int there = table3.columns().stream().map(Column::category).toList().indexOf(category);
            assertThat(original[i]).as(category).isEqualTo(vtAdl[there]);
            assertThat(proposed[i]).as(category).isEqualTo(students[there]);
        }
        assertThat(theirs.columns()).hasSize(16);
        assertThat(theirs.differs()).isNotEmpty();
    }
}
