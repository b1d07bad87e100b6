package io.loupe.web.catalogue;

/** What people do with a trial; {@link Verbs} says what becomes of it. */
public enum Verb {
    PAUSE("pause", "paused"),
    RESUME("resume", "resumed"),
    RESTART("restart", "restarted"),
    CANCEL("cancel", "cancelled"),
    GIVE_UP("giveUp", "given up"),
    EXTEND("extend", "extended"),
    FORK("fork", "forked");

    private final String word;
    private final String done;

    Verb(String word, String done) {
        this.word = word;
        this.done = done;
    }

    /** In addresses: {@code POST /trials/{id}:giveUp}. */
    public String word() {
        return word;
    }

    /** In sentences: {@code a trial is given up}. */
    public String done() {
        return done;
    }
}
