/**
 * Teachers of one's own: a patch description network learns to give the patch features of a large pretrained network, and
 * then serves EfficientAD as its frozen teacher. Batzner, Heckler and König, WACV 2024, arXiv 2303.14535, algorithm 3.
 *
 * <p>Start at {@link io.loupe.detectors.distillation.PdnDistillation}. What is imitated is made by {@code TargetFeatures},
 * which pictures of a step are seen by {@code PictureSource}; the network itself is EfficientAD's {@code Pdn}, and the
 * finished file is what EfficientAD reads under the name of a teacher.
 */
package io.loupe.detectors.distillation;
