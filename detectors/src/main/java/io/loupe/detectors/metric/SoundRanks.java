package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Where the scores of sound pixels lie among those of defective pixels. Between two defective scores the order of sound
 * pixels does not matter to any curve, so counting replaces sorting them.
 */
final class SoundRanks {
    private static final int MOST_THREADS = 4; // each holds its own counts
    private static final int BLOCK = 1024; // pixels that stay in a core's nearest cache
    private static final int WAITING = 4096; // scores of one part, found together: several in each line of the cache
    private static final long INT_COUNTS = 1L << 30;

    private final long[] above; // above the i-th and below the next defective score
    private final long[] equal;
    private long below;

    private SoundRanks(int scores) {
        above = new long[scores];
        equal = new long[scores];
    }

    /** Reads all maps, one a thread at a time. */
    static SoundRanks count(List<? extends MarkedImage> images, DefectPixels defects, RankTable table) {
        return count(images, defects, table, INT_COUNTS);
    }

    /** For tests, which have not the patience to count as far as an {@code int} does. */
    static SoundRanks count(
            List<? extends MarkedImage> images, DefectPixels defects, RankTable table, long mostInInts) {
        SoundRanks sum = new SoundRanks(table.size());
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
        AtomicInteger next = new AtomicInteger();
        IntStream.range(0, threads).parallel().forEach(_ -> {
            Counts counts = new Counts(table);
            for (int i = next.getAndIncrement(); i < images.size(); i = next.getAndIncrement()) {
                AnomalyMap map = images.get(i).map();
                counts.add(images.get(i).name(), map, defects.defective(i));
                if (counts.pixels + (long) map.values().length > mostInInts) {
                    sum.pour(counts);
                }
            }
            sum.pour(counts);
        });
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

    /** Number of defective scores. */
    int scores() {
        return above.length;
    }

    long total() {
        long total = below;
        for (int i = 0; i < above.length; i++) {
            total += above[i] + equal[i];
        }
        return total;
    }

    private void pour(Counts counts) {
        counts.findAll();
        take(counts);
    }

    private synchronized void take(Counts counts) {
        below += counts.below;
        for (int i = 0; i < above.length; i++) {
            above[i] += counts.slots[2 * i + 1] - counts.equal[i];
            equal[i] += counts.equal[i];
            counts.slots[2 * i + 1] = 0;
            counts.equal[i] = 0;
        }
        counts.below = 0;
        counts.pixels = 0;
    }

    /**
     * What one thread has counted, in 32 bits. Scores wait in a queue for each part of the table until there are enough
     * to find them together, so that what is read and counted up lies in the cache; one by one, each would wait for memory.
     */
    private static final class Counts {
        private final RankTable table;
        private final int[] slots; // each defective score, and sound pixels that have it or lie below the next
        private final int[] equal;
        private final int[] scores = new int[BLOCK];
        private final int[] ranks = new int[WAITING];
        private final int[] queues; // of each part, WAITING scores at most
        private final int[] queued;
        private long below;
        private long pixels;

        Counts(RankTable table) {
            this.table = table;
            slots = table.slots();
            equal = new int[table.size()];
            queues = new int[table.parts() * WAITING];
            queued = new int[table.parts()];
        }

        /** Adds the scores between stretches of defective pixels. */
        void add(String name, AnomalyMap map, int[] defective) {
            float[] values = map.values();
            int start = 0;
            int finite = 0;
            for (int i = 0; i < defective.length; i += 2) {
                finite |= add(values, start, defective[i]);
                start = defective[i + 1];
            }
            finite |= add(values, start, values.length);
            if (finite < 0) {
                throw SortableScores.notFinite(name, map);
            }
        }

        /** Negative if a score is not finite. */
        private int add(float[] map, int start, int end) {
            int finite = 0;
            for (int from = start; from < end; from += BLOCK) {
                finite |= addBlock(map, from, Math.min(from + BLOCK, end));
            }
            pixels += end - start;
            return finite;
        }

        private int addBlock(float[] map, int start, int end) {
            int smallest = table.smallest();
            int count = 0;
            int finite = 0;
            for (int i = start; i < end; i++) {
                int score = SortableScores.key(map[i]);
                finite |= SortableScores.finite(map[i]);
                scores[count] = score;
                count += score >= smallest ? 1 : 0;
            }
            if (finite < 0) {
                return finite; // the table does not know where such scores belong
            }
            below += end - start - count;
            for (int i = 0; i < count; i++) {
                int part = table.part(scores[i]);
                int waiting = queued[part];
                queues[part * WAITING + waiting] = scores[i];
                queued[part] = waiting + 1;
                if (waiting + 1 == WAITING) {
                    find(part);
                }
            }
            return finite;
        }

        void findAll() {
            for (int part = 0; part < queued.length; part++) {
                find(part);
            }
        }

        private void find(int part) {
            int from = part * WAITING;
            table.rank(slots, queues, from, ranks, queued[part]);
            for (int i = 0; i < queued[part]; i++) {
                int rank = ranks[i];
                slots[2 * rank + 1]++;
                if (slots[2 * rank] == queues[from + i]) {
                    equal[rank]++;
                }
            }
            queued[part] = 0;
        }
    }
}
