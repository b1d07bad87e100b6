package io.loupe.detectors.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a person must know about one component of a settings record; the default comes from the first preset. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** For {@link #suggest()}: weights that there are. */
    String WEIGHTS = "weights";

    /** One or two sentences: what it does, and what changing it costs or gains. */
    String help();

    /** The unit shown beside the value, such as {@code px}; empty for none. */
    String unit() default "";

    /** The smallest allowed value of a number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The largest allowed value of a number. */
    double max() default Double.POSITIVE_INFINITY;

    /** Whether {@link #min()} itself is forbidden. */
    boolean minExclusive() default false;

    /** What a whole number must be a multiple of; 0 for no such rule. */
    long multipleOf() default 0;

    /** The only values a whole number may have; empty for all within the limits. */
    long[] allowed() default {};

    /** What a text names, so that the form can list what there is: {@link #WEIGHTS}; empty for nothing. */
    String suggest() default "";

    /** Until when the value decides something. */
    Reach reach() default Reach.TRAINING;
}
