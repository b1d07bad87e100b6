package io.loupe.web.pages.layout;

import io.loupe.web.catalogue.CatalogueCounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the frame around a page. */
@ApplicationScoped
public class Shells {
    /** Pages are asked for again with every event; nobody sees a count that is a second old. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final CatalogueCounts catalogue;
    private final Health health;
    private final Assets assets;
    private long countedNanos;
    private Optional<Shell.Counts> counted = Optional.empty();

    Shells(CatalogueCounts catalogue, Health health, Assets assets) {
        this.catalogue = catalogue;
        this.health = health;
        this.assets = assets;
    }

    /**
     * @param said the address' parameter of that name, or null
     * @param live as in {@link Shell}
     */
    public Shell shell(String title, String section, List<Shell.Crumb> crumbs, String said, String live) {
        return new Shell(
                title, section, crumbs, counts(), health.summary(), Said.message(said), live, assets.version());
    }

    private synchronized Shell.Counts counts() {
        if (counted.isEmpty() || System.nanoTime() - countedNanos > FRESH.toNanos()) {
            CatalogueCounts.Counts counts = catalogue.count();
            counted = Optional.of(new Shell.Counts(counts.attention(), counts.experiments(), counts.datasets(), 0));
            countedNanos = System.nanoTime();
        }
        return counted.get();
    }

    /** The frame when not even the catalogue answers. */
    public Shell bare(String title) {
        return new Shell(
                title,
                "",
                List.of(),
                new Shell.Counts(0, 0, 0, 0),
                new Shell.Services(false, "See the health of the services"),
                Optional.empty(),
                "",
                assets.version());
    }
}
