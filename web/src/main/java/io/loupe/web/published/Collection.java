package io.loupe.web.published;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A collection of images that papers measure on.
 *
 * @param names what catalogues call it, lower case
 * @param categories what each holds, in the collection's order
 */
public record Collection(String name, String title, List<String> names, Map<String, Content> categories) {

    /**
     * What a category holds; all 0 where it is not known here.
     *
     * @param side of an image in pixels; 0 for several sizes
     */
    public record Content(int trainGood, int testGood, int testDefective, int side) {
        private static final Content UNKNOWN = new Content(0, 0, 0, 0);

        boolean known() {
            return trainGood > 0;
        }
    }

    private static final List<Collection> ALL = read();

    /** Those that are known. */
    public static List<Collection> all() {
        return ALL;
    }

    /** The one of that name. */
    public static Optional<Collection> named(String name) {
        return ALL.stream().filter(collection -> collection.name.equals(name)).findFirst();
    }

    /**
     * The one that a dataset of the catalogue seems to be: by its name, with or without what follows a blank, dot or
     * hyphen, such as {@code mvtec-ad-2026}. MVTec LOCO and MVTec AD 2 are not MVTec AD.
     */
    public static Optional<Collection> of(String dataset) {
        String name = dataset.toLowerCase(Locale.ROOT);
        if (name.matches(".*(ad[-_ ]?2|3d).*") && !name.matches(".*20\\d\\d.*")) {
            return Optional.empty();
        }
        return ALL.stream()
                .filter(collection -> collection.names.stream().anyMatch(known -> begins(name, known)))
                .max((a, b) -> Integer.compare(longest(a, name), longest(b, name)));
    }

    private static boolean begins(String name, String known) {
        return name.equals(known) || name.matches(java.util.regex.Pattern.quote(known) + "[-_. ].*");
    }

    private static int longest(Collection collection, String name) {
        return collection.names.stream()
                .filter(known -> begins(name, known))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private static List<Collection> read() {
        List<Collection> collections = new ArrayList<>();
        for (JsonNode node : TableReader.file("collections")) {
            Map<String, Content> categories = new LinkedHashMap<>();
            node.path("categories")
                    .properties()
                    .forEach(entry -> categories.put(entry.getKey(), content(entry.getValue())));
            collections.add(new Collection(
                    TableReader.text("collections", node, "name"),
                    TableReader.text("collections", node, "title"),
                    TableReader.texts(node.path("names")),
                    java.util.Collections.unmodifiableMap(categories)));
        }
        return List.copyOf(collections);
    }

    private static Content content(JsonNode counts) {
        return counts.size() == 4
                ? new Content(
                        counts.get(0).asInt(),
                        counts.get(1).asInt(),
                        counts.get(2).asInt(),
                        counts.get(3).asInt())
                : Content.UNKNOWN;
    }
}
