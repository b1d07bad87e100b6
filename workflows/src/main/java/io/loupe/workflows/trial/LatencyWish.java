package io.loupe.workflows.trial;

/**
 * That a trial's latency be measured once its test images are scored, as EfficientAD's authors do (arXiv 2303.14535,
 * Table 17): passes of one prepared image, as many of them first that do not count.
 *
 * @param passes that count, 1 or more
 * @param batch images in a pass of the throughput's measurement; 0 for no such measurement
 */
public record LatencyWish(int passes, int batch) {}
