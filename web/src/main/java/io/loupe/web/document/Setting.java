package io.loupe.web.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One setting of a detector, as the build wrote it down.
 *
 * @param fallback the default; a mapping for a group
 * @param min smallest value of a number; empty for no limit
 * @param minExclusive whether {@code min} itself is too small
 * @param multipleOf what an integer must be a multiple of; 0 for no such rule
 * @param unit such as {@code px}; empty for none
 * @param suggest what a text names, such as {@code weights}; empty for nothing that could be listed
 * @param reach until when the value decides something, so what a fork can change
 * @param choices of a choice
 * @param settings of a group
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Setting(
        String name,
        Type type,
        String help,
        @JsonProperty("default") Object fallback,
        Optional<Double> min,
        Optional<Double> max,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean minExclusive,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long multipleOf,
        String unit,
        String suggest,
        Reach reach,
        List<Choice> choices,
        List<Setting> settings) {

    public Setting {
        min = min == null ? Optional.empty() : min;
        max = max == null ? Optional.empty() : max;
        unit = unit == null ? "" : unit;
        suggest = suggest == null ? "" : suggest;
        reach = reach == null ? Reach.TRAINING : reach;
        choices = choices == null ? List.of() : List.copyOf(choices);
        settings = settings == null ? List.of() : List.copyOf(settings);
    }

    /** What kind of value it takes. */
    public enum Type {
        @JsonProperty("integer")
        INTEGER,
        @JsonProperty("number")
        NUMBER,
        @JsonProperty("boolean")
        BOOLEAN,
        @JsonProperty("choice")
        CHOICE,
        @JsonProperty("text")
        TEXT,
        /** Settings of its own. */
        @JsonProperty("group")
        GROUP
    }

    /** The last moment at which a value decides something. */
    public enum Reach {
        /** When a training begins: it is built into its checkpoints. */
        @JsonProperty("beginning")
        BEGINNING,
        /** In the steps that are still to come. */
        @JsonProperty("training")
        TRAINING,
        /** When images are scored. */
        @JsonProperty("scoring")
        SCORING
    }

    /**
     * One word that a choice may be.
     *
     * @param needs other settings of the group, and the value that each must have for this word to make sense
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Choice(String value, String help, Map<String, String> needs) {
        public Choice {
            needs = needs == null ? Map.of() : Map.copyOf(needs);
        }
    }
}
