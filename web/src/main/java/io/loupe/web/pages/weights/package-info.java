/** The page of weights that trials have made for other trials. Start at {@link io.loupe.web.pages.weights.WeightsPage}. */
package io.loupe.web.pages.weights;
