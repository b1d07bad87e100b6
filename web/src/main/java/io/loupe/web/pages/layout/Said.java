package io.loupe.web.pages.layout;

import java.util.Arrays;
import java.util.Optional;

/** What the page says after a verb; the address carries only the word, never the text. */
public enum Said {
    RESUME_ASKED(
            false, "Resume was asked for. The trial goes on from its last checkpoint as soon as a device is free."),
    CANCEL_ASKED(false, "Cancel was asked for. What runs writes a checkpoint, then lets go of its device."),
    GIVE_UP_ASKED(false, "Given up. Checkpoints, metrics so far and the timeline are kept."),
    SUBMITTED(false, "Submitted. Trials start as devices become free."),
    IMPORTING(false, "The import has started: every file is checked first, then copied."),
    STOP_ASKED(false, "To stop the import was asked for; the worker ends it with the next file."),
    TOO_LATE(true, "Nothing was changed: it is not in a state any more in which that can be done.");

    private final boolean bad;
    private final String text;

    Said(boolean bad, String text) {
        this.bad = bad;
        this.text = text;
    }

    /** The value of the address' parameter {@code said}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Optional<Shell.Message> message(String word) {
        return Arrays.stream(values())
                .filter(said -> said.word().equals(word))
                .map(said -> new Shell.Message(said.bad, said.text))
                .findFirst();
    }
}
