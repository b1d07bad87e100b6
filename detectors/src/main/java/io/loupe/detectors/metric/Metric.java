package io.loupe.detectors.metric;

/** The outcome of a measurement. */
public sealed interface Metric {
    /**
     * A number.
     *
     * @param value in [0, 1], larger is better
     */
    record Value(double value) implements Metric {
        public Value {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("a metric of " + value + " is not within [0, 1]");
            }
        }
    }

    /**
     * The data does not allow it.
     *
     * @param reason one sentence for the user
     */
    record Undefined(String reason) implements Metric {}

    /** The mean of two numbers; undefined, for the first reason there is, if either is. */
    static Metric mean(Metric one, Metric other) {
        return switch (one) {
            case Undefined undefined -> undefined;
            case Value(double first) ->
                switch (other) {
                    case Undefined undefined -> undefined;
                    case Value(double second) -> new Value((first + second) / 2);
                };
        };
    }
}
