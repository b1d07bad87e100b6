package io.loupe.detectors.weights;

/**
 * A view of a storage, as the pickle describes it; nothing in it has been checked.
 *
 * @param offset of the first number
 * @param strides numbers between neighbours of each dimension
 */
record PickledTensor(PickledStorage storage, long offset, long[] shape, long[] strides) {
    /** Whether the numbers lie row by row without gaps. */
    boolean contiguous() {
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] != 1 && strides[i] != expected) {
                return false;
            }
            expected *= shape[i];
        }
        return true;
    }
}
