package io.loupe.detectors.patchcore;

import io.loupe.detectors.backbone.Backbones;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * One backbone of a PatchCore; a single one is an ensemble of one.
 *
 * @param backbone its name
 * @param layers at least one, the finest first
 */
record Member(String backbone, List<String> layers) {
    private static final String NAME = "[A-Za-z0-9_.-]{1,64}";

    Member {
        layers = List.copyOf(layers);
    }

    /**
     * Reads the settings' texts.
     *
     * @param backbones names separated by commas
     * @param layers names separated by commas, for each backbone or once for all, separated by semicolons
     * @throws IllegalArgumentException saying which of them cannot be read and why
     */
    static List<Member> parse(String backbones, String layers) {
        List<String> names = names("backbone", backbones);
        String[] groups = layers.split(";", -1);
        if (groups.length != 1 && groups.length != names.size()) {
            throw new IllegalArgumentException("layers \"" + layers + "\" has " + groups.length + " groups for "
                    + names.size() + (names.size() == 1 ? " backbone" : " backbones")
                    + "; give one group, or one for each backbone, separated by semicolons");
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            List<String> group = names("layers", groups[groups.length == 1 ? 0 : i]);
            if (new HashSet<>(group).size() < group.size()) {
                throw new IllegalArgumentException("layers \"" + layers + "\" names a layer twice");
            }
            members.add(new Member(names.get(i), group));
        }
        return List.copyOf(members);
    }

    /** @throws IllegalArgumentException if there is no such backbone or layer, or the layers are not in its order */
    void requireKnown() {
        Backbones.requireInOrder(backbone, layers);
    }

    private static List<String> names(String setting, String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            if (!name.strip().matches(NAME)) {
                throw new IllegalArgumentException(setting + " \"" + text + "\" "
                        + (name.isBlank() ? "has an empty name" : "has \"" + name.strip() + "\", which is no name")
                        + "; names have letters, digits, dots, dashes and underscores, and commas between them");
            }
            names.add(name.strip());
        }
        return names;
    }
}
