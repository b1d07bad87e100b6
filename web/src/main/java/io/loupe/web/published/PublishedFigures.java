package io.loupe.web.published;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.published.PublishedTable.Column;
import io.loupe.web.published.PublishedTable.Identity;
import io.loupe.web.published.PublishedTable.Row;
import io.loupe.web.published.PublishedTable.Unit;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds what is in print for an arm of ours. A figure stands only under the metrics that it may have been measured by, and
 * only beside the detector and settings that make it the same method; whatever else differs is named.
 */
public final class PublishedFigures {
    /** The collections whose means EfficientAD's authors take the mean of, and what tables call that. */
    private static final Set<String> THREE = Set.of("mvtec-ad", "mvtec-loco", "visa");

    private static final String ALL_THREE = "all-three";

    private final List<PublishedTable> tables;

    public PublishedFigures() {
        this(TableReader.tables());
    }

    PublishedFigures(List<PublishedTable> tables) {
        this.tables = List.copyOf(tables);
    }

    /**
     * A category of ours.
     *
     * @param summary what the catalogue knows of it
     */
    public record Images(String dataset, String category, Optional<CategorySummary> summary) {}

    /** All tables, papers first. */
    public List<PublishedTable> tables() {
        return tables;
    }

    /**
     * What is in print for a category, the most comparable first.
     *
     * @param metric as documents name it, such as {@code au-pro-0.3}
     */
    public List<PublishedFigure> of(Arm arm, String metric, Images images) {
        Optional<Collection> known = Collection.of(images.dataset())
                .filter(collection -> collection.categories().containsKey(images.category()));
        return figures(
                arm,
                metric,
                known.map(Collection::name).orElse(""),
                images.category(),
                known.map(collection -> data(collection, List.of(images))).orElse(List.of()));
    }

    /** What is in print for the mean, if these are all the categories of one collection, each once. */
    public List<PublishedFigure> mean(Arm arm, String metric, List<Images> images) {
        return whole(images)
                .map(collection -> figures(arm, metric, collection.name(), Column.MEAN, data(collection, images)))
                .orElse(List.of());
    }

    /** What is in print for the mean of the three collections' means, if these are all the categories of all three. */
    public List<PublishedFigure> meanOfThree(Arm arm, String metric, List<Images> images) {
        if (!allThree(images)) {
            return List.of();
        }
        List<String> data = new ArrayList<>();
        byDataset(images).forEach((_, each) -> data.addAll(data(whole(each).orElseThrow(), each)));
        return figures(arm, metric, ALL_THREE, Column.MEAN, data);
    }

    /** Whether these are MVTec AD, MVTec LOCO and VisA, each whole and once. */
    public static boolean allThree(List<Images> images) {
        List<Optional<Collection>> found =
                byDataset(images).values().stream().map(PublishedFigures::whole).toList();
        return found.size() == THREE.size()
                && found.stream()
                        .flatMap(Optional::stream)
                        .map(Collection::name)
                        .collect(Collectors.toSet())
                        .equals(THREE);
    }

    private static Map<String, List<Images>> byDataset(List<Images> images) {
        return images.stream().collect(Collectors.groupingBy(Images::dataset, LinkedHashMap::new, Collectors.toList()));
    }

    /** Every method in print for these images and metric, whether Loupe has it or not, in the order of the tables. */
    public List<PublishedFigure> everyMethod(String metric, String collection, String category) {
        return everyMethod(column -> !column.ofAnyImages() && column.isOf(collection, category, metric));
    }

    /** Every method in print for what does not depend on images. */
    public List<PublishedFigure> everyMethod(String metric) {
        return everyMethod(column -> column.ofAnyImages() && column.metrics().contains(metric));
    }

    private List<PublishedFigure> everyMethod(Predicate<Column> wanted) {
        List<PublishedFigure> found = new ArrayList<>();
        for (PublishedTable table : tables) {
            for (Row row : table.rows()) {
                for (int i = 0; i < table.columns().size(); i++) {
                    Column column = table.columns().get(i);
                    if (wanted.test(column) && row.figures().get(i).isPresent()) {
                        List<String> reasons = new ArrayList<>(table.differs());
                        reasons.addAll(column.differs());
                        found.add(figure(row.figures().get(i).getAsDouble(), column, row, table, reasons));
                    }
                }
            }
        }
        return found;
    }

    /** The collection whose categories these are, if they are all of them. */
    public static Optional<Collection> whole(List<Images> images) {
        List<String> datasets = images.stream().map(Images::dataset).distinct().toList();
        return datasets.size() == 1
                ? Collection.of(datasets.getFirst())
                        .filter(collection -> collection.categories().size() == images.size()
                                && images.stream()
                                        .allMatch(
                                                each -> collection.categories().containsKey(each.category())))
                : Optional.empty();
    }

    private List<PublishedFigure> figures(
            Arm arm, String metric, String collection, String category, List<String> data) {
        List<PublishedFigure> found = new ArrayList<>();
        for (PublishedTable table : tables) {
            for (Row row : table.rows()) {
                if (row.arm().filter(identity -> is(arm, identity)).isPresent()) {
                    for (int i = 0; i < table.columns().size(); i++) {
                        Column column = table.columns().get(i);
                        OptionalDouble printed = row.figures().get(i);
                        if (column.isOf(collection, category, metric) && printed.isPresent()) {
                            List<String> reasons = new ArrayList<>(table.differs());
                            reasons.addAll(column.differs());
                            settings(arm, row).ifPresent(reasons::add);
                            if (!column.ofAnyImages()) {
                                reasons.addAll(data);
                            }
                            found.add(figure(printed.getAsDouble(), column, row, table, reasons));
                        }
                    }
                }
            }
        }
        // Stable: papers stay before repositories where as much differs.
        return found.stream()
                .sorted(Comparator.comparingInt(figure -> figure.reasons().size()))
                .toList();
    }

    private static PublishedFigure figure(
            double printed, Column column, Row row, PublishedTable table, List<String> reasons) {
        double value = column.unit() == Unit.PERCENT ? printed / 100 : printed;
        String method = column.ofAnyImages() ? row.method() + ", " + column.name() : row.method();
        return new PublishedFigure(value, method, table, reasons);
    }

    private static boolean is(Arm arm, Identity identity) {
        return arm.detector().equals(identity.detector())
                && identity.settings().entrySet().stream()
                        .allMatch(entry -> same(entry.getValue(), setting(arm.settings(), entry.getKey())));
    }

    /** One sentence on all settings that are not those of the row. */
    private static Optional<String> settings(Arm arm, Row row) {
        List<String> unlike = new ArrayList<>();
        new TreeMap<>(row.under()).forEach((path, there) -> {
            Object here = setting(arm.settings(), path);
            if (!same(there, here)) {
                unlike.add(path + " is " + shown(here) + ", there " + shown(there));
            }
        });
        return unlike.isEmpty() ? Optional.empty() : Optional.of("Settings differ: " + String.join("; ", unlike) + ".");
    }

    /** What of the images themselves is not as the collection has it. */
    private static List<String> data(Collection collection, List<Images> images) {
        List<String> reasons = new ArrayList<>();
        for (Images each : images) {
            Collection.Content there = collection.categories().get(each.category());
            if (!there.known()) {
                continue;
            }
            if (each.summary().isEmpty()) {
                reasons.add("What " + each.category() + " holds here is not known.");
                continue;
            }
            CategorySummary here = each.summary().get();
            int train = here.trainGood() + here.validationGood();
            if (train != there.trainGood()
                    || here.testGood() != there.testGood()
                    || here.testDefective() != there.testDefective()) {
                reasons.add(
                        "Another split: %s has %d good images to train on and %d + %d to test on, %s has %d and %d + %d."
                                .formatted(
                                        each.category(),
                                        train,
                                        here.testGood(),
                                        here.testDefective(),
                                        collection.title(),
                                        there.trainGood(),
                                        there.testGood(),
                                        there.testDefective()));
            }
            if (here.width() != there.side() || here.height() != there.side()) {
                reasons.add("Another resolution: images of %s are %s here, %d x %d in %s."
                        .formatted(
                                each.category(),
                                here.width() == 0 ? "of several sizes" : here.width() + " x " + here.height(),
                                there.side(),
                                there.side(),
                                collection.title()));
            }
        }
        return reasons;
    }

    private static Object setting(Map<String, Object> settings, String path) {
        Object at = settings;
        for (String name : path.split("\\.")) {
            at = at instanceof Map<?, ?> group ? group.get(name) : null;
        }
        return at == null ? "" : at;
    }

    private static boolean same(Object there, Object here) {
        if (there.equals("*")) {
            return !here.toString().isBlank();
        }
        if (there instanceof Number number && here instanceof Number ours) {
            return number.doubleValue() == ours.doubleValue();
        }
        return there.toString().equals(here.toString());
    }

    private static String shown(Object value) {
        if (value.equals("*")) {
            return "given";
        }
        if (value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())) {
            return Long.toString(number.longValue());
        }
        return value.toString().isEmpty() ? "empty" : value.toString();
    }
}
