package io.loupe.web.pages.trial;

import io.loupe.web.pages.layout.Format;
import java.util.List;

/**
 * The form that forks a trial.
 *
 * @param steps of the checkpoints that are kept, newest first
 * @param settings as they were typed
 * @param problems what is wrong with them
 */
public record ForkView(
        String parent, String back, List<Step> steps, String name, String settings, List<String> problems) {

    /** A checkpoint to begin with. */
    public record Step(long value, boolean chosen) {
        public String word() {
            return "step " + Format.number(value);
        }
    }
}
