package io.loupe.detectors;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Whether a finished training may go on to a greater length: only if it then ends in the same bytes as one that was that
 * long from the beginning, which a schedule that depends on the length rules out.
 *
 * @param setting path of the setting that says how long a training is; empty if no training can be extended
 * @param reason why none can, as a sentence for people; empty if one can
 * @param unless settings with which it cannot after all
 */
public record Extension(String setting, String reason, List<Obstacle> unless) {
    public Extension {
        requireNonNull(setting, "setting is null");
        requireNonNull(reason, "reason is null");
        unless = List.copyOf(unless);
    }

    public static Extension by(String setting, Obstacle... unless) {
        return new Extension(setting, "", List.of(unless));
    }

    public static Extension none(String reason) {
        return new Extension("", reason, List.of());
    }

    /**
     * A setting that ties the schedule to the length.
     *
     * @param setting path
     * @param harmless the only value with which it does not, as documents have it
     * @param where path of the setting that decides whether this one matters
     * @param is the value with which it does
     * @param reason as a sentence for people
     */
    public record Obstacle(String setting, String harmless, String where, String is, String reason) {}
}
