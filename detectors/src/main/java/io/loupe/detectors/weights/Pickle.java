package io.loupe.detectors.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a pickle of tensors may hold besides texts, whole numbers, numbers and truth values. Never compared or hashed. */
sealed interface Pickle {
    enum None implements Pickle {
        NONE
    }

    /** What a stack holds where a group of values begins. */
    enum Mark implements Pickle {
        MARK
    }

    /** A class or function by its name; only those in {@link Globals} come into being. */
    record Global(String module, String name) implements Pickle {}

    record Tuple(List<Object> items) implements Pickle {}

    record Items(List<Object> items) implements Pickle {
        Items() {
            this(new ArrayList<>());
        }
    }

    /** A {@code dict} or {@code OrderedDict}; keys are texts and whole numbers. */
    record Dict(Map<Object, Object> entries) implements Pickle {
        Dict() {
            this(new LinkedHashMap<>());
        }
    }
}
