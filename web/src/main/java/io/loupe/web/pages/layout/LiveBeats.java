package io.loupe.web.pages.layout;

import io.loupe.web.live.LiveTrial;
import io.loupe.web.live.LiveTrials;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** Heartbeats as Temporal heard them last. */
@ApplicationScoped
class LiveBeats implements Beats {
    private final LiveTrials live;

    LiveBeats(LiveTrials live) {
        this.live = live;
    }

    @Override
    public Optional<Beat> of(UUID trial) {
        return live.recent(trial).filter(now -> !now.waitsForDevice()).flatMap(LiveBeats::beat);
    }

    @Override
    public void prepare(Collection<UUID> trials) {
        live.prepare(trials);
    }

    @Override
    public Optional<Retry> retry(UUID trial) {
        return live.recent(trial).flatMap(now -> now.lastFailure()
                .map(failure -> new Retry(now.attempt(), failure, now.waitsForDevice())));
    }

    private static Optional<Beat> beat(LiveTrial now) {
        return now.progress().map(progress -> new Beat(progress, now.worker().orElse(""), now.attempt()));
    }
}
