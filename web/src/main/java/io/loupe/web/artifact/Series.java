package io.loupe.web.artifact;

import io.loupe.web.artifact.MetricHistory.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The points of one metric by ascending step, held densely: a long training has hundreds of thousands. */
final class Series {
    private long[] steps = new long[64];
    private double[] values = new double[64];
    private long[] times = new long[64];
    private int size;

    synchronized void add(long step, double value, long at) {
        if (size == steps.length) {
            steps = Arrays.copyOf(steps, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
        }
        steps[size] = step;
        values[size] = value;
        times[size] = at;
        size++;
    }

    synchronized int size() {
        return size;
    }

    /** Memory that it takes. */
    synchronized long bytes() {
        return 24L * steps.length;
    }

    synchronized long lastStep() {
        return size == 0 ? 0 : steps[size - 1];
    }

    /**
     * Points with a step in a range, thinned: of each group of neighbours the lowest and the highest, so that no spike is
     * lost, and always the first and the last.
     *
     * @param limit at most this many, at least 4
     */
    synchronized List<Point> between(long from, long to, int limit) {
        int first = lowerBound(from);
        int end = to == Long.MAX_VALUE ? size : lowerBound(to + 1);
        int count = Math.max(0, end - first);
        List<Point> points = new ArrayList<>(Math.min(count, limit));
        if (count <= limit) {
            for (int i = first; i < end; i++) {
                points.add(point(i));
            }
            return points;
        }
        points.add(point(first));
        int groups = (limit - 2) / 2;
        for (int group = 0; group < groups; group++) {
            int begin = first + 1 + (int) ((long) (count - 2) * group / groups);
            int stop = first + 1 + (int) ((long) (count - 2) * (group + 1) / groups);
            addExtremes(begin, stop, points);
        }
        points.add(point(end - 1));
        return points;
    }

    private void addExtremes(int begin, int stop, List<Point> points) {
        int low = begin;
        int high = begin;
        for (int i = begin; i < stop; i++) {
            // What is not a number counts as highest: it is what a person looks for.
            if (Double.compare(values[i], values[low]) < 0) {
                low = i;
            }
            if (Double.compare(values[i], values[high]) > 0) {
                high = i;
            }
        }
        points.add(point(Math.min(low, high)));
        if (low != high) {
            points.add(point(Math.max(low, high)));
        }
    }

    private Point point(int index) {
        return new Point(steps[index], values[index], times[index]);
    }

    private int lowerBound(long step) {
        int found = Arrays.binarySearch(steps, 0, size, step);
        int index = found < 0 ? -found - 1 : found;
        while (index > 0 && steps[index - 1] >= step) {
            index--;
        }
        return index;
    }
}
