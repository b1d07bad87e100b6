/**
 * The only code that touches libtorch. Detectors write their networks with {@link io.loupe.detectors.engine.Tensor} and
 * never see DJL's classes, whose traps (results owned by the first operand's manager, process-wide gradient collector,
 * casts that cut gradients) are dealt with here.
 *
 * <p>Start at {@link io.loupe.detectors.engine.TensorRuntime}: it owns native memory. What lasts over steps is a {@link
 * io.loupe.detectors.engine.Variable}; everything else lives in a {@link io.loupe.detectors.engine.StepScope} and dies
 * with it. What DJL lacks is a {@link io.loupe.detectors.engine.ScriptFunction}. All randomness comes from {@link
 * io.loupe.detectors.engine.CounterRandom}; libtorch's own generator is never used.
 */
package io.loupe.detectors.engine;
