/**
 * What an experiment would cost, before it is submitted: from measurements of trials like its own, each with what it is
 * based on. Start at {@link io.loupe.web.estimate.Estimator}.
 */
package io.loupe.web.estimate;
