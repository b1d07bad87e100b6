/**
 * A dataset that is made, not photographed: metal washers with four bolt holes on a rubber mat, in MVTec AD's folder
 * layout, from a seed. It lets a stranger see the whole platform work without downloading anything.
 *
 * <p>Start at {@link io.loupe.detectors.sample.SampleDataset}. {@code Scene} says what stands before the camera,
 * {@code Studio} lights it, {@code Camera} photographs it, a {@code Fault} spoils it. A mask marks what the fault changed
 * in the picture, found by comparing with the picture of the same part without the fault. All arithmetic is
 * {@code StrictMath} and integer hashing: equal seeds give equal pixels on every machine.
 */
package io.loupe.detectors.sample;
