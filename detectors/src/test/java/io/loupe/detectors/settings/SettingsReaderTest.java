package io.loupe.detectors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsReaderTest {
    enum Colour {
        @ChoiceHelp("Warm")
        @OnlyWith(setting = "on", value = "true")
        DARK_RED,
        @ChoiceHelp("Cold")
        BLUE
    }

    record Group(
            @Setting(help = "A share.", min = 0, max = 1) double beta,

            @Setting(help = "A rate.", min = 0, minExclusive = true)
            double rate) {
        Group {
            if (beta > rate) {
                throw new IllegalArgumentException("beta " + beta + " is above rate " + rate);
            }
        }
    }

    record Example(
            @Setting(help = "A count.", unit = "px", min = 1, max = 100, multipleOf = 5)
            int count,

            @Setting(
                    help = "A size.",
                    allowed = {128, 256})
            long size,

            @Setting(help = "A switch.") boolean on,
            @Setting(help = "A text.") String name,
            @Setting(help = "A colour.") Colour colour,
            @Setting(help = "A group.") Group group) {}

    private static final Example DEFAULTS = new Example(10, 128, true, "x", Colour.BLUE, new Group(0.1, 0.5));

    @Test
    void whatTheDocumentLeavesOutHasItsDefault() {
        assertThat(read(Map.of())).isEqualTo(new Reading.Valid<>(DEFAULTS));
        assertThat(read(Map.of("count", 5, "group", Map.of("rate", 0.9))).orThrow())
                .isEqualTo(new Example(5, 128, true, "x", Colour.BLUE, new Group(0.1, 0.9)));
    }

    @Test
    void numbersAreTakenAsParsersGiveThem() {
        Map<String, Object> document =
                Map.of("count", 5.0, "size", BigInteger.valueOf(256), "colour", "dark-red", "group", Map.of("rate", 1));

        assertThat(read(document).orThrow())
                .isEqualTo(new Example(5, 256, true, "x", Colour.DARK_RED, new Group(0.1, 1)));
    }

    static List<Map.Entry<Map<String, Object>, String>> wrong() {
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("count", null);
        return List.of(
                Map.entry(Map.of("count", 0), "settings.count: 0 is below the minimum 1"),
                Map.entry(Map.of("count", 101), "settings.count: 101 is above the maximum 100"),
                Map.entry(Map.of("count", 12), "settings.count: 12 is not a multiple of 5"),
                Map.entry(
                        Map.of("colour", "dark-red", "on", false),
                        "settings.colour: \"dark-red\" needs on: true; it is false"),
                Map.entry(Map.of("count", 1.5), "settings.count: expected a whole number, found 1.5"),
                Map.entry(Map.of("count", "8"), "settings.count: expected a whole number, found \"8\""),
                Map.entry(Map.of("count", Double.NaN), "settings.count: expected a whole number, found NaN"),
                Map.entry(withNull, "settings.count: has no value; leave the key out for 10"),
                Map.entry(Map.of("size", 200), "settings.size: 200 is not one of 128, 256"),
                Map.entry(Map.of("on", "yes"), "settings.on: expected true or false, found \"yes\""),
                Map.entry(Map.of("name", 3), "settings.name: expected text, found 3"),
                Map.entry(
                        Map.of("colour", "dark_red"),
                        "settings.colour: \"dark_red\" is not one of dark-red, blue; did you mean dark-red?"),
                Map.entry(Map.of("colour", List.of()), "settings.colour: a list of 0 is not one of dark-red, blue"),
                Map.entry(Map.of("group", 1), "settings.group: expected a group of settings, found 1"),
                Map.entry(Map.of("group", Map.of("beta", -1)), "settings.group.beta: -1 is below the minimum 0"),
                Map.entry(Map.of("group", Map.of("rate", 0)), "settings.group.rate: 0 is not above 0"),
                Map.entry(
                        Map.of("group", Map.of("rate", Double.POSITIVE_INFINITY)),
                        "settings.group.rate: Infinity is not a finite number"),
                Map.entry(Map.of("group", Map.of("beta", 0.9)), "settings.group: beta 0.9 is above rate 0.5"),
                Map.entry(Map.of("cuont", 1), "settings.cuont: unknown setting; did you mean count?"),
                Map.entry(
                        Map.of("group", Map.of("zzzzzz", 1)),
                        "settings.group.zzzzzz: unknown setting; known are beta, rate"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongValueIsNamedWithItsPath(Map.Entry<Map<String, Object>, String> example) {
        assertThat(problems(example.getKey())).containsExactly(example.getValue());
    }

    @Test
    void everyProblemIsFoundAtOnce() {
        Map<String, Object> document = Map.of("count", 0, "on", 1, "group", Map.of("beta", 2, "gamma", 1));

        assertThat(problems(document)).hasSize(4);
        assertThatThrownBy(() -> read(document).orThrow()).hasMessageContaining("settings.group.beta: 2 is above");
    }

    @Test
    void theDescriptionSaysAllThatAFormNeeds() {
        List<SettingNode> nodes = SettingsSchema.describe(DEFAULTS);

        assertThat(nodes.get(0).toMap())
                .isEqualTo(Map.of(
                        "name",
                        "count",
                        "type",
                        "integer",
                        "help",
                        "A count.",
                        "default",
                        10L,
                        "min",
                        1L,
                        "max",
                        100L,
                        "multipleOf",
                        5L,
                        "unit",
                        "px"));
        assertThat(nodes.get(4).toMap())
                .containsEntry("type", "choice")
                .containsEntry("default", "blue")
                .containsEntry(
                        "choices",
                        List.of(
                                Map.of("value", "dark-red", "help", "Warm", "needs", Map.of("on", "true")),
                                Map.of("value", "blue", "help", "Cold")));
        assertThat(nodes.get(5).settings().get(1).toMap())
                .containsEntry("minExclusive", true)
                .containsEntry("min", 0.0)
                .doesNotContainKey("max");
    }

    @Test
    void theDescribedDefaultsAreReadBack() {
        Map<String, Object> document = SettingsSchema.document(DEFAULTS);

        Example others = new Example(1, 256, false, "y", Colour.DARK_RED, new Group(0, 1));
        assertThat(SettingsReader.read(others, document, "settings").orThrow()).isEqualTo(DEFAULTS);
    }

    private static Reading<Example> read(Map<String, Object> document) {
        return SettingsReader.read(DEFAULTS, document, "settings");
    }

    private static List<String> problems(Map<String, Object> document) {
        return switch (read(document)) {
            case Reading.Valid<Example> valid -> List.of();
            case Reading.Invalid<Example>(List<Problem> problems) ->
                problems.stream().map(Problem::toString).toList();
        };
    }
}
