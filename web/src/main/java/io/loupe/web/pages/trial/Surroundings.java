package io.loupe.web.pages.trial;

import io.loupe.web.catalogue.DeviceQueue.Place;
import io.loupe.web.catalogue.EarlierAttempt;
import io.loupe.web.catalogue.Standing;
import io.loupe.web.orchestration.ExtensionService.Possible;
import io.loupe.web.orchestration.ForkService.Family;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a trial's page knows beside the trial.
 *
 * @param standing for somebody who wants something of it
 * @param extension whether it can go on after its end
 * @param earlier what it had reached before restarts and extensions, oldest first
 * @param place in the queue, while it waits for a device
 * @param startsIn when a device may be free for it, as far as the trainings before it say
 */
record Surroundings(
        Standing standing,
        Possible extension,
        Family family,
        List<EarlierAttempt> earlier,
        Optional<Place> place,
        Optional<Duration> startsIn) {}
