package io.loupe.tracking.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Damaged checkpoints that a manifest was published behind. Written into its facts, and into those of the manifests that
 * follow, so that nobody counts them as whole and their logs' points are not recorded twice.
 */
record Skipped(List<Long> sequences) {
    static final String FACT = "skipped";
    static final Skipped NONE = new Skipped(List.of());

    static Skipped of(Manifest manifest) {
        String text = manifest.facts().getOrDefault(FACT, "");
        if (text.isEmpty()) {
            return NONE;
        }
        return new Skipped(Arrays.stream(text.split(",")).map(Long::valueOf).toList());
    }

    Skipped and(long first, long last) {
        return new Skipped(Stream.concat(
                        sequences.stream(), LongStream.rangeClosed(first, last).boxed())
                .distinct()
                .sorted()
                .toList());
    }

    void writeTo(Map<String, String> facts) {
        if (!sequences.isEmpty()) {
            facts.put(FACT, sequences.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
    }
}
