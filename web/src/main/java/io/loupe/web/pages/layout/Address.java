package io.loupe.web.pages.layout;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/** Addresses of files behind the REST API, every part encoded. */
public final class Address {
    private Address() {}

    public static String artifact(UUID trial, String path) {
        return "/api/v1/trials/" + trial + "/artifacts/" + path(path);
    }

    /** A file of a dataset's current content, {@code <category>/test/good/000.png}. */
    public static String datasetFile(String dataset, String path) {
        return "/api/v1/datasets/" + encoded(dataset) + "/images/" + path(path);
    }

    /**
     * A picture of a version of a dataset, as browsers can show it.
     *
     * @param version as a trial is bound to, whatever has been imported since
     */
    public static String datasetPicture(String dataset, String version, String path) {
        String name = path.toLowerCase(Locale.ROOT);
        String shown = name.endsWith(".tif") || name.endsWith(".tiff") ? "&width=2048" : ""; // as JPEG
        return datasetFile(dataset, path) + "?version=" + version + shown;
    }

    private static String path(String path) {
        return Arrays.stream(path.split("/")).map(Address::encoded).collect(Collectors.joining("/"));
    }

    /** One part of an address. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
