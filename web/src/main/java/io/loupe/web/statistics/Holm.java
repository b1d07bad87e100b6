package io.loupe.web.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Holm's correction of several tests' probabilities: the chance of any false claim among them stays at the level. */
public final class Holm {
    private Holm() {}

    /** The corrected ones, in the order given; a test that could not be made is not counted. */
    public static List<OptionalDouble> correct(List<OptionalDouble> probabilities) {
        List<Integer> byRank = IntStream.range(0, probabilities.size())
                .boxed()
                .filter(i -> probabilities.get(i).isPresent())
                .sorted(Comparator.comparingDouble(i -> probabilities.get(i).getAsDouble()))
                .toList();
        List<OptionalDouble> corrected = new ArrayList<>(probabilities);
        double atLeast = 0;
        for (int rank = 0; rank < byRank.size(); rank++) {
            int i = byRank.get(rank);
            atLeast = Math.max(
                    atLeast,
                    Math.min(1, (byRank.size() - rank) * probabilities.get(i).getAsDouble()));
            corrected.set(i, OptionalDouble.of(atLeast));
        }
        return List.copyOf(corrected);
    }
}
