package io.loupe.web.document;

import static java.util.Objects.requireNonNull;

import io.loupe.web.document.DetectorDescription.Effort;
import io.loupe.web.document.Setting.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a fork would be what its settings say. Some settings are built into the checkpoint that it begins with; and where no
 * step is left, most of the others decide nothing any more, so that the parent's figures would stand there under a name that
 * says otherwise.
 */
public final class ForkRules {
    private final DetectorDescription detector;

    public ForkRules(DetectorDescription detector) {
        this.detector = requireNonNull(detector, "detector is null");
    }

    /**
     * What must not differ.
     *
     * @param parent all settings of the parent
     * @param fork all settings of the fork
     * @param complete whether the checkpoint is the one after the parent's last step
     * @return one problem for each setting; none if the fork is what it says
     */
    public List<Problem> problems(Map<String, Object> parent, Map<String, Object> fork, boolean complete) {
        List<Difference> differences = new ArrayList<>();
        collect("", detector.settings(), parent, fork, differences);
        boolean stepsLeft = !complete || differences.stream().anyMatch(this::lengthens);
        return differences.stream()
                .flatMap(difference -> switch (difference.setting().reach()) {
                    case BEGINNING ->
                        Stream.of(difference.problem("is built into the checkpoint, which has " + difference.parent()
                                + "; for another value add an arm, which begins at step 0"));
                    case TRAINING ->
                        stepsLeft
                                ? Stream.of()
                                : Stream.of(
                                        difference.problem("decides nothing any more: no step of the parent is left in"
                                                + " this checkpoint; " + instead()));
                    case SCORING -> Stream.of();
                })
                .toList();
    }

    private boolean lengthens(Difference difference) {
        return difference.path().equals(detector.effort().map(Effort::length).orElse(""))
                && difference.parent() instanceof Number before
                && difference.fork() instanceof Number after
                && after.doubleValue() > before.doubleValue();
    }

    /** What a person can do where no step is left. */
    private String instead() {
        String longer = detector.effort()
                .map(Effort::length)
                .filter(length -> !length.isEmpty())
                .map(length -> ", or more " + length)
                .orElse("");
        String scoring = paths("", detector.settings()).collect(Collectors.joining(", "));
        return "choose an earlier checkpoint" + longer
                + (scoring.isEmpty() ? "" : "; on their own can differ: " + scoring);
    }

    private static Stream<String> paths(String prefix, List<Setting> settings) {
        return settings.stream()
                .flatMap(setting -> Stream.concat(
                        setting.settings().isEmpty() && setting.reach() == Reach.SCORING
                                ? Stream.of(prefix + setting.name())
                                : Stream.of(),
                        paths(prefix + setting.name() + ".", setting.settings())));
    }

    private static void collect(
            String prefix, List<Setting> settings, Map<?, ?> parent, Map<?, ?> fork, List<Difference> differences) {
        for (Setting setting : settings) {
            Object before = parent.get(setting.name());
            Object after = fork.get(setting.name());
            if (!setting.settings().isEmpty()
                    && before instanceof Map<?, ?> group
                    && after instanceof Map<?, ?> changed) {
                collect(prefix + setting.name() + ".", setting.settings(), group, changed, differences);
            } else if (before != null && after != null && !Cells.same(before, after)) {
                // A setting that the parent did not have yet is new in this version, and had its default.
                differences.add(new Difference(prefix + setting.name(), setting, before, after));
            }
        }
    }

    private record Difference(String path, Setting setting, Object parent, Object fork) {
        Problem problem(String message) {
            return new Problem("settings." + path, message, OptionalInt.empty());
        }
    }
}
