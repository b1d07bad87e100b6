package io.loupe.infra.stack;

import io.loupe.infra.service.Endpoints;

/** Where web and workers are told that the servers are; something may stand in between. */
@FunctionalInterface
public interface Detour {

    /** They are told the truth. */
    Detour NONE = direct -> direct;

    /** @param direct where the servers are */
    Endpoints of(Endpoints direct);
}
