package io.loupe.tracking.weights;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.store.Sha256;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Weights under a name.
 *
 * @param name what documents call them: letters, digits, dot, - and _, at most 100
 * @param title one line for people: what network, trained how
 * @param trial id of the trial that made them
 * @param sha256 of the {@code .safetensors} file, 64 hex digits
 * @param bytes its length
 * @param metrics how good they are, by MLflow name
 */
public record PublishedWeights(
        String name, String title, String trial, String sha256, long bytes, Map<String, Double> metrics) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public PublishedWeights {
        checkName(name);
        requireNonNull(title, "title is null");
        requireNonNull(trial, "trial is null");
        if (!Sha256.isHash(sha256) || bytes < 0) {
            throw new IllegalArgumentException("weights " + name + " have no valid SHA-256 or length");
        }
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    static void checkName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("the name of weights \"" + name
                    + "\" may hold letters, digits, dot, - and _ only, at most 100, and begins with a letter or digit");
        }
    }

    /** Whether weights may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
