package io.loupe.web.results;

import io.loupe.web.statistics.PairedComparison;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Comparisons of late. A page asks for the same one again and again, and ten thousand resamplings of a thousand pairs are a
 * good part of its time. Safe for many threads.
 */
public final class RecentComparisons {
    private static final int KEPT = 32;

    private final Map<List<PairedComparison.Pair>, PairedComparison> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<PairedComparison.Pair>, PairedComparison> eldest) {
            return size() > KEPT;
        }
    };

    private final Function<List<PairedComparison.Pair>, PairedComparison> compare;

    public RecentComparisons() {
        this(PairedComparison::of);
    }

    RecentComparisons(Function<List<PairedComparison.Pair>, PairedComparison> compare) {
        this.compare = compare;
    }

    /** What the differences of these pairs are worth. */
    public PairedComparison of(List<PairedComparison.Pair> differences) {
        synchronized (known) {
            PairedComparison before = known.get(differences);
            if (before != null) {
                return before;
            }
        }
        PairedComparison comparison = compare.apply(differences);
        synchronized (known) {
            known.put(differences, comparison);
        }
        return comparison;
    }
}
