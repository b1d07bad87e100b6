package io.loupe.detectors.metric;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the scores of sound pixels lie among those of defective pixels. Between two defective scores the order of sound
 * pixels does not matter to any curve, so counting replaces sorting them.
 */
final class SoundRanks {
    private static final int TABLE_BITS = 20;
    private static final int GROUPS = 4; // of images, counted at the same time; each holds its own counts

    private final int[] keys;
    private final long[] above; // above the i-th and below the next defective score
    private final long[] equal;
    private final int[] table; // first index whose key lies in this bucket of keys
    private final int smallest;
    private final int shift;
    private long below;

    private SoundRanks(int[] keys) {
        this.keys = keys;
        above = new long[keys.length];
        equal = new long[keys.length];
        smallest = keys[0];
        long range = (long) keys[keys.length - 1] - smallest;
        shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(range) - TABLE_BITS);
        table = new int[(int) (range >> shift) + 2];
        int at = 0;
        for (int bucket = 0; bucket < table.length; bucket++) {
            while (at < keys.length && bucket(keys[at]) < bucket) {
                at++;
            }
            table[bucket] = at;
        }
    }

    static SoundRanks count(List<? extends ScoredPixels> images, DefectScores defects) {
        int groups = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, GROUPS);
        List<SoundRanks> counted = IntStream.range(0, groups)
                .parallel()
                .mapToObj(group -> {
                    SoundRanks ranks = new SoundRanks(defects.keys());
                    for (int i = group; i < images.size(); i += groups) {
                        ScoredPixels image = images.get(i);
                        BitSet defective = image.mask().defective();
                        ranks.add(SortableScores.keys(image.name(), image.map()), defective);
                    }
                    return ranks;
                })
                .toList();
        SoundRanks sum = counted.getFirst();
        counted.stream().skip(1).forEach(sum::add);
        return sum;
    }

    /** Sound pixels with scores above the i-th defective score and below the next. */
    long above(int i) {
        return above[i];
    }

    /** Sound pixels with the i-th defective score. */
    long equal(int i) {
        return equal[i];
    }

    long total() {
        long total = below;
        for (int i = 0; i < keys.length; i++) {
            total += above[i] + equal[i];
        }
        return total;
    }

    private void add(SoundRanks other) {
        below += other.below;
        for (int i = 0; i < keys.length; i++) {
            above[i] += other.above[i];
            equal[i] += other.equal[i];
        }
    }

    private void add(int[] scores, BitSet defective) {
        int from = 0;
        while (from < scores.length) {
            int start = defective.nextClearBit(from);
            int next = defective.nextSetBit(start);
            int end = next < 0 ? scores.length : Math.min(next, scores.length);
            for (int i = start; i < end; i++) {
                add(scores[i]);
            }
            from = Math.max(end, start);
        }
    }

    private void add(int score) {
        if (score < smallest) {
            below++;
            return;
        }
        int rank = rank(score);
        if (keys[rank] == score) {
            equal[rank]++;
        } else {
            above[rank]++;
        }
    }

    /** Index of the largest key that is not above the score. */
    private int rank(int score) {
        int bucket = bucket(score);
        if (bucket >= table.length - 1) {
            return keys.length - 1;
        }
        int low = Math.max(0, table[bucket] - 1);
        int high = table[bucket + 1]; // exclusive
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (keys[middle] <= score) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int bucket(int key) {
        return (int) Math.min(((long) key - smallest) >> shift, table.length - 1);
    }
}
