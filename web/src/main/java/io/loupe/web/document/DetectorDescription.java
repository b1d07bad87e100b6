package io.loupe.web.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A detector, as the build wrote it down.
 *
 * @param name as documents have it
 * @param title as pages have it
 * @param extension whether its finished trainings may go on to a greater length
 * @param effort what the time of its trainings depends on; empty if nobody has said
 * @param makes {@code detector}, or {@code weights} for a method that scores no image
 */
public record DetectorDescription(
        String name,
        String title,
        String description,
        String makes,
        Extension extension,
        Optional<Effort> effort,
        List<Preset> presets,
        List<Setting> settings) {

    public DetectorDescription {
        makes = makes == null ? "detector" : makes;
        effort = effort == null ? Optional.empty() : effort;
        extension = extension == null ? Extension.UNKNOWN : extension;
        presets = presets == null ? List.of() : List.copyOf(presets);
        settings = settings == null ? List.of() : List.copyOf(settings);
    }

    /**
     * Whether a finished training may go on to a greater length.
     *
     * @param setting path of the setting that says how long a training is; empty if none can be extended
     * @param reason why none can
     * @param unless settings with which it cannot after all
     */
    public record Extension(String setting, String reason, List<Obstacle> unless) {
        static final Extension UNKNOWN = new Extension("", "nobody has said that its schedule allows it", List.of());

        public Extension {
            unless = unless == null ? List.of() : List.copyOf(unless);
        }

        /** Why a training with these settings cannot be extended; empty if it can. */
        public Optional<String> obstacle(Map<String, Object> settings) {
            if (setting.isEmpty()) {
                return Optional.of(reason);
            }
            return unless.stream()
                    .filter(obstacle -> obstacle.stands(settings))
                    .map(Obstacle::reason)
                    .findFirst();
        }

        /** Its length with these settings. */
        public long length(Map<String, Object> settings) {
            return at(settings, setting) instanceof Number number ? number.longValue() : 0;
        }

        /** The settings with another length. */
        public Map<String, Object> withLength(Map<String, Object> settings, long length) {
            return with(settings, setting, length);
        }

        private static Map<String, Object> with(Map<String, Object> settings, String path, Object value) {
            Map<String, Object> changed = new LinkedHashMap<>(settings);
            int dot = path.indexOf('.');
            if (dot < 0) {
                changed.put(path, value);
            } else if (settings.get(path.substring(0, dot)) instanceof Map<?, ?> group) {
                Map<String, Object> inner = new LinkedHashMap<>();
                group.forEach((key, each) -> inner.put(String.valueOf(key), each));
                changed.put(path.substring(0, dot), with(inner, path.substring(dot + 1), value));
            }
            return changed;
        }
    }

    /**
     * What the time of a training depends on.
     *
     * @param length path of the setting that the number of steps is proportional to; empty if there is none
     * @param images what more training images do
     * @param settings paths of the settings, or groups of them, that decide what a step costs
     */
    public record Effort(String length, Images images, List<String> settings) {
        /** What more training images do to the time: nothing, as much, or more than that. */
        public enum Images {
            NONE,
            PROPORTIONAL,
            MORE
        }

        public Effort {
            settings = List.copyOf(settings);
        }
    }

    /** A setting that ties a schedule to its length, except with a harmless value, or where another one has another value. */
    public record Obstacle(String setting, String harmless, String where, String is, String reason) {
        boolean stands(Map<String, Object> settings) {
            return is.equals(String.valueOf(at(settings, where))) && !same(at(settings, setting));
        }

        private boolean same(Object value) {
            return value instanceof Number number
                    ? number.doubleValue() == Double.parseDouble(harmless)
                    : harmless.equals(String.valueOf(value));
        }
    }

    private static Object at(Map<?, ?> settings, String path) {
        Object value = settings;
        for (String key : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }

    /** A named set of settings; what it does not name has its default. */
    public record Preset(String name, String help, Map<String, Object> settings) {}

    /** Whether its trials are evaluated by scoring test images. */
    public boolean scoresImages() {
        return !makes.equals("weights");
    }

    public Optional<Preset> preset(String preset) {
        return presets.stream().filter(known -> known.name().equals(preset)).findFirst();
    }
}
