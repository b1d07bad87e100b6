package io.loupe.web.catalogue;

/** What becomes of a verb. */
public sealed interface Verdict {
    String words();

    /** It is noted and happens. */
    record Happens(String words) implements Verdict {}

    /** The same was asked before and is on its way: noted, and nothing more happens. */
    record UnderWay(String words) implements Verdict {}

    /** It makes no sense now; the words say why, and what would. */
    record Refused(String words) implements Verdict {}
}
