/**
 * Pictures and score maps as plain arrays: reading files, resizing, smoothing.
 *
 * <p>Start at {@link io.loupe.detectors.image.Images}. What is here equals what the field's Python tools do, number by
 * number: {@code Images.resize} is Pillow's antialiased bilinear filter on 8-bit values, {@code Maps.gaussian} is
 * SciPy's {@code gaussian_filter}; golden files made by those tools hold it. No tensors and no native memory here.
 */
package io.loupe.detectors.image;
