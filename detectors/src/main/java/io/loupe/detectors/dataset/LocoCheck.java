package io.loupe.detectors.dataset;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.dataset.Content.Picture;
import io.loupe.detectors.dataset.Entry.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the values in LOCO's masks are those of its {@code defects_config.json}. */
final class LocoCheck {
    /** Of fewer masks, one kind of defect is no surprise. */
    private static final int MANY = 20;

    private final Problems problems;

    LocoCheck(Problems problems) {
        this.problems = problems;
    }

    void check(PlannedCategory category, Path file, List<Content> contents) {
        Optional<DefectsConfig> read = read(file);
        if (read.isEmpty()) {
            return;
        }
        DefectsConfig config = read.get();
        Set<Integer> used = new TreeSet<>();
        int masks = 0;
        for (Content content : contents) {
            if (content.entry().role() != Role.MASK || content.picture().isEmpty()) {
                continue;
            }
            Picture mask = content.picture().get();
            masks++;
            used.addAll(mask.values());
            if (mask.values().size() > 1) {
                problems.error(
                        content.entry().path(),
                        "the mask holds the values " + shown(mask.values())
                                + "; each defect needs a mask of its own with one value");
            } else if (!mask.values().isEmpty()
                    && config.of(mask.values().iterator().next()).isEmpty()) {
                problems.error(
                        content.entry().path(),
                        "the mask's value " + shown(mask.values()) + " is not in defects_config.json, which has "
                                + shown(config.defects().keySet()));
            }
        }
        if (used.size() == 1 && config.defects().size() > 1 && masks >= MANY) {
            int value = used.iterator().next();
            int count = masks;
            config.of(value)
                    .ifPresent(defect -> problems.warning(
                            category.folder(),
                            "all " + count + " masks hold the value " + value + ", which is \"" + defect.name()
                                    + "\" of "
                                    + config.defects().size()
                                    + " kinds: if values were lost, the saturation threshold is"
                                    + " that kind's for all, and AU-sPRO is not the published one"));
        }
    }

    private Optional<DefectsConfig> read(Path file) {
        try {
            return Optional.of(DefectsConfig.read(file));
        } catch (DetectorException e) {
            problems.error(file, e.getMessage().substring(e.place().length() + 2) + "; " + e.advice());
            return Optional.empty();
        }
    }

    private static String shown(Set<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
