/**
 * What an experiment would cost, before it is submitted: from measurements of trials like its own, never from a guess. Start
 * at {@link io.loupe.web.estimate.Estimator}.
 */
package io.loupe.web.estimate;
