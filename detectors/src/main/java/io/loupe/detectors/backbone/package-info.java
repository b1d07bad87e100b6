/**
 * Frozen convolutional networks, pretrained on ImageNet, whose inner feature maps describe patches of an image.
 *
 * <p>Start at {@link io.loupe.detectors.backbone.Backbone}. Layers and weights carry the names of the libraries that the
 * weights come from, so that a file from there loads as it is.
 */
package io.loupe.detectors.backbone;
