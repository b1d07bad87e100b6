package io.loupe.web.published;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One table in print.
 *
 * @param id name of its file
 * @param source paper or repository
 * @param table number or name of the table there
 * @param where file or place, where that helps; may be empty
 * @param certainty how it came here
 * @param unit of its figures, unless a column says otherwise
 * @param differs why no figure of it is comparable with one of ours, whatever the settings
 */
public record PublishedTable(
        String id,
        String source,
        String table,
        String where,
        String title,
        Certainty certainty,
        Unit unit,
        Protocol protocol,
        List<String> differs,
        List<String> remarks,
        List<Column> columns,
        List<Row> rows) {

    public PublishedTable {
        differs = List.copyOf(differs);
        remarks = List.copyOf(remarks);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** How a table came here. */
    public enum Certainty {
        /** From the named file or image itself. */
        READ,
        /** From someone else's copy of the paper's table, checked where there was a check. */
        TRANSCRIBED,
        /** From documents that cite it. */
        SECONDARY
    }

    /** What a figure counts. */
    public enum Unit {
        SHARE,
        PERCENT,
        MS,
        COUNT,
        MILLIONS,
        GFLOPS,
        MB
    }

    /** How its figures were measured, in words. */
    public record Protocol(String resolution, String split, String metric, String selection) {}

    /**
     * What the figures of a column are of.
     *
     * @param collection name of the collection; {@code any} for what does not depend on images, as times; empty for what is
     *     no figure of ours
     * @param category a category, or {@code mean} over all of the collection
     * @param metrics under which of our metrics they may stand, as documents name them
     * @param differs why none of its figures is comparable
     */
    public record Column(
            String name, Unit unit, String collection, String category, List<String> metrics, List<String> differs) {
        static final String MEAN = "mean";
        private static final String ANY = "any";

        public Column {
            metrics = List.copyOf(metrics);
            differs = List.copyOf(differs);
        }

        /** Whether it is of these images and that metric. */
        boolean isOf(String collection, String category, String metric) {
            return metrics.contains(metric)
                    && (ofAnyImages()
                            ? !category.equals(MEAN)
                            : this.collection.equals(collection) && this.category.equals(category));
        }

        /** Whether it stands beside a figure of whichever category. */
        boolean ofAnyImages() {
            return collection.equals(ANY);
        }
    }

    /**
     * A method with its figures.
     *
     * @param arm which arms of ours are this method; absent for a method that Loupe does not have
     * @param under settings it was measured with, by dotted path
     * @param figures one a column, as printed; empty where the table has none
     */
    public record Row(String method, Optional<Identity> arm, Map<String, Object> under, List<OptionalDouble> figures) {
        public Row {
            under = Map.copyOf(under);
            figures = List.copyOf(figures);
        }
    }

    /**
     * What makes an arm the method of a row.
     *
     * @param settings by dotted path; {@code *} for anything that is not empty
     */
    public record Identity(String detector, Map<String, Object> settings) {
        public Identity {
            settings = Map.copyOf(settings);
        }
    }

    /** Source and table in one line. */
    public String citation() {
        return source + ", " + table + (where.isEmpty() ? "" : " (" + where + ")");
    }
}
