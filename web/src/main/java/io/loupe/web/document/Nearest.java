package io.loupe.web.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The known name that somebody may have meant. */
final class Nearest {
    private static final int FEW = 8;
    /** Letters that are enough to know what somebody began to write. */
    private static final int BEGINNING = 3;

    private Nearest() {}

    /** A half sentence: {@code did you mean "x"?}, or the known names where none is near. */
    static String hint(String given, Collection<String> known) {
        if (known.isEmpty()) {
            return "there are none";
        }
        Optional<String> near = of(given, known);
        if (near.isPresent()) {
            return "did you mean " + near.get() + "?";
        }
        String names = known.stream().sorted().limit(FEW).collect(Collectors.joining(", "));
        return (known.size() == 1 ? "there is only " : "there are ") + names + (known.size() > FEW ? ", ..." : "");
    }

    static Optional<String> of(String given, Collection<String> known) {
        String wanted = given.toLowerCase(Locale.ROOT);
        int limit = Math.max(2, given.length() / 3);
        Optional<String> begun = known.stream()
                .filter(name -> wanted.length() >= BEGINNING
                        && name.toLowerCase(Locale.ROOT).startsWith(wanted))
                .min(Comparator.naturalOrder());
        return begun.isPresent() ? begun : nearest(wanted, known, limit);
    }

    private static Optional<String> nearest(String wanted, Collection<String> known, int limit) {
        return known.stream()
                .filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= limit)
                .min(Comparator.<String>comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's distance with swaps of neighbours (optimal string alignment). */
    static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 40) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : cell(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cell(String a, String b, int[][] cost, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
