package io.loupe.web.pages.layout;

import java.util.Arrays;
import java.util.Optional;

/** What the page says after a verb; the address carries only the word, never the text. */
public enum Said {
    RESUME_ASKED(
            false, "Resume was asked for. The trial goes on from its last checkpoint as soon as a device is free."),
    CANCEL_ASKED(false, "Cancel was asked for. What runs writes a checkpoint, then lets go of its device."),
    GIVE_UP_ASKED(false, "Given up. Checkpoints, metrics so far and the timeline are kept."),
    PAUSE_ASKED(false, "Pause was asked for. What runs writes a checkpoint and frees its device."),
    RESTART_ASKED(false, "Restart was asked for. It begins again at step 0; what was reached before is kept."),
    EXTEND_ASKED(false, "It goes on to the new length as soon as a device is free."),
    RETRY_ASKED(false, "Every trial that had failed goes on from its last checkpoint as soon as a device is free."),
    FORKED(false, "Forked. This trial begins with its parent's checkpoint as soon as a device is free."),
    ADDED(false, "Added. The new trials start as devices become free."),
    NOTHING_ADDED(true, "Nothing was added: every cell is there already."),
    PRIORITY_CHANGED(false, "What waits for a device queues again with the new priority."),
    DRAIN_ASKED(
            false,
            "The worker publishes a checkpoint, gives its trial back, and takes no more work until it is called back."),
    UNDRAIN_ASKED(false, "The worker takes work again within seconds."),
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
