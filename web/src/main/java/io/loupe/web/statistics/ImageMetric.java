package io.loupe.web.statistics;

import java.util.Arrays;
import java.util.Optional;

/** How well scores of images tell defective ones from good ones; equal scores are one group, as in the evaluation. */
public enum ImageMetric {
    AUROC("eval/image_auroc") {
        @Override
        double of(double[] good, double[] defective) {
            double wins = 0;
            int below = 0;
            int upTo = 0;
            for (double score : defective) {
                while (below < good.length && good[below] < score) {
                    below++;
                }
                upTo = Math.max(upTo, below);
                while (upTo < good.length && good[upTo] <= score) {
                    upTo++;
                }
                wins += below + 0.5 * (upTo - below);
            }
            return wins / ((double) good.length * defective.length);
        }
    },
    AP("eval/image_ap") {
        @Override
        double of(double[] good, double[] defective) {
            double[] sum = {0};
            groups(
                    good,
                    defective,
                    (found, before, alarms) ->
                            sum[0] += (double) (found - before) / defective.length * found / (found + alarms));
            return sum[0];
        }
    },
    F1_MAX("eval/image_f1_max") {
        @Override
        double of(double[] good, double[] defective) {
            double[] best = {0};
            groups(
                    good,
                    defective,
                    (found, before, alarms) ->
                            best[0] = Math.max(best[0], 2.0 * found / (found + alarms + defective.length)));
            return best[0];
        }
    };

    private final String key;

    ImageMetric(String key) {
        this.key = key;
    }

    /** The one that MLflow has under that name. */
    public static Optional<ImageMetric> of(String key) {
        return Arrays.stream(values()).filter(metric -> metric.key.equals(key)).findFirst();
    }

    /** Its value of scores in any order; NaN without images of both kinds. */
    public double value(double[] good, double[] defective) {
        if (good.length == 0 || defective.length == 0) {
            return Double.NaN;
        }
        double[] sound = good.clone();
        double[] bad = defective.clone();
        Arrays.sort(sound);
        Arrays.sort(bad);
        return of(sound, bad);
    }

    /** Of sorted scores, neither empty. */
    abstract double of(double[] good, double[] defective);

    private interface Group {
        /**
         * @param found defective images with this score or a higher one
         * @param before those with a higher one
         * @param alarms good images with this score or a higher one
         */
        void at(int found, int before, int alarms);
    }

    /** From the highest score down, one call for each that a defective image has. */
    private static void groups(double[] good, double[] defective, Group group) {
        int sound = good.length;
        int at = defective.length;
        while (at > 0) {
            int before = defective.length - at;
            double score = defective[at - 1];
            while (at > 0 && defective[at - 1] == score) {
                at--;
            }
            while (sound > 0 && good[sound - 1] >= score) {
                sound--;
            }
            group.at(defective.length - at, before, good.length - sound);
        }
    }
}
