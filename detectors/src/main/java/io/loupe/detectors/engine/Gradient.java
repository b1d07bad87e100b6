package io.loupe.detectors.engine;

/**
 * The gradient of some rows of a variable.
 *
 * @param fromRow first row, of the first dimension
 * @param toRow row after the last
 * @param tensor shape of those rows
 */
public record Gradient(Variable variable, long fromRow, long toRow, Tensor tensor) {
    /** Whether it is of just these rows. */
    boolean isOf(Variable other, long from, long to) {
        return variable == other && fromRow == from && toRow == to;
    }

    /** Whether all values are finite: one pass, as a sum that is not finite otherwise. */
    public boolean isFinite() {
        return Double.isFinite(tensor.sum().value());
    }
}
