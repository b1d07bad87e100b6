/**
 * Frozen convolutional networks, pretrained on ImageNet, whose inner feature maps describe patches of an image.
 *
 * <p>Start at {@link io.loupe.detectors.backbone.Backbones}. Layers and weights carry the names of the libraries that the
 * weights come from, so that a file from there loads as it is. A network is described as data ({@code Architecture}), its
 * batch normalisation is folded into the convolutions when it is loaded, and what lies between two layers that are asked
 * for runs as one function of libtorch, channels last.
 */
package io.loupe.detectors.backbone;
