/**
 * PatchCore: patches of good images, described by the inner features of a frozen pretrained network, are remembered in a
 * bank; a patch is as anomalous as its distance to the bank. Roth et al., "Towards Total Recall in Industrial Anomaly
 * Detection", CVPR 2022, arXiv 2106.08265, and the authors' code.
 *
 * <p>Start at {@link io.loupe.detectors.patchcore.PatchCore}. A training has phases that are counted as steps: one image
 * a step fills the pool ({@code PatchPool}), a chunk of selections a step thins it to the bank ({@code GreedyCoreset}),
 * and with several backbones one good image a step measures the range of each one's scores ({@code ScoreRange}). Nothing
 * here learns by gradient.
 */
package io.loupe.detectors.patchcore;
