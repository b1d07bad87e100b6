/**
 * From a trained detector and a category to numbers and files: scores every test image, measures, draws.
 *
 * <p>Start at {@link io.loupe.detectors.evaluation.Evaluator}. The files it writes are the artifacts of a trial; their
 * names are a contract with the pages and with users' scripts.
 */
package io.loupe.detectors.evaluation;
