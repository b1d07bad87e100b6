package io.loupe.detectors.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How names are written in documents, and which known name an unknown one resembles. */
final class Names {
    private Names() {}

    /** {@code MSE_SSIM_LL} to {@code mse-ssim-ll}. */
    static String kebab(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The known name nearest to {@code name}, if it is near enough to be meant. */
    static Optional<String> nearest(String name, Collection<String> known) {
        String wanted = squeezed(name);
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(wanted, squeezed(candidate))))
                .filter(candidate -> distance(wanted, squeezed(candidate)) <= Math.max(2, wanted.length() / 3));
    }

    /** Lower case without separators, so that {@code learning_rate} is as good as {@code learningRate}. */
    private static String squeezed(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
