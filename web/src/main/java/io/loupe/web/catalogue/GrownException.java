package io.loupe.web.catalogue;

/** Somebody else has added to an experiment since it was read: what was worked out from it has to be worked out anew. */
public final class GrownException extends ConflictException {
    private static final long serialVersionUID = 1L;

    GrownException() {
        super("others add to the experiment at this moment; send it again");
    }
}
