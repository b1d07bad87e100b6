package io.loupe.detectors.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A constant of a choice that makes sense only while another setting of the same group has a certain value. Written into
 * the catalogue, so that a document that breaks it is refused before anything starts.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface OnlyWith {
    /** The other setting's key. */
    String setting();

    /** The value it must have, as documents write it. */
    String value();
}
