package io.loupe.detectors.metric;

/**
 * How well scores tell defective images from good ones.
 *
 * @param ranking AUROC, average precision, largest F1
 * @param roc true positive rate over false positive rate
 */
public record ImageMetrics(Ranking ranking, Curve roc) {
    /**
     * Ranks images by score; equal scores are one threshold.
     *
     * @param good scores of good images
     * @param defective scores of defective images
     * @throws IllegalArgumentException if a score is not finite
     */
    public static ImageMetrics of(double[] good, double[] defective) {
        if (defective.length == 0) {
            return undefined("there are no defective test images");
        }
        if (good.length == 0) {
            return undefined("there are no good test images");
        }
        double[] negatives = ImageScores.sorted(good);
        double[] positives = ImageScores.sorted(defective);
        RankingSum sum = new RankingSum(negatives.length, positives.length);
        CurveDrawing roc = new CurveDrawing();
        int negative = negatives.length; // those before it are not yet found
        int positive = positives.length;
        while (positive > 0) {
            double score = positives[positive - 1];
            while (negative > 0 && negatives[negative - 1] > score) {
                negative--;
            }
            int above = negatives.length - negative;
            roc.to((double) above / negatives.length, sum.recall());
            while (negative > 0 && negatives[negative - 1] == score) {
                negative--;
            }
            int withEqual = negatives.length - negative;
            int before = positive;
            while (positive > 0 && positives[positive - 1] == score) {
                positive--;
            }
            sum.add(score, above, withEqual, before - positive);
            roc.to((double) withEqual / negatives.length, sum.recall());
        }
        return new ImageMetrics(sum.ranking(), roc.finish());
    }

    private static ImageMetrics undefined(String reason) {
        return new ImageMetrics(Ranking.undefined(reason), Curve.EMPTY);
    }
}
