package io.loupe.infra.chaos;

import io.loupe.infra.client.LoupeApi;
import io.loupe.infra.client.TrialView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the workers busy: submits the same experiment again whenever fewer trials are left than there are workers. */
final class Load {

    private final LoupeApi api;
    private final String document;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private int answered;
    private volatile boolean enough;

    Load(LoupeApi api, String document) {
        this.api = api;
        this.document = document;
    }

    /** Ids that Loupe has said to have taken. */
    List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** What Loupe answered otherwise, such as an error that no client can do anything about. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    String submit() {
        String id = api.submit(document);
        acknowledged.add(id);
        return id;
    }

    void end() {
        enough = true;
    }

    void keepBusy(int workers) {
        while (!enough) {
            try {
                if (atWork() <= workers) {
                    submit();
                }
                Thread.sleep(500);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) { // whatever it is: it belongs into the report
                refused.add(e.getMessage());
            }
        }
    }

    private int atWork() {
        List<TrialView> open = new ArrayList<>();
        for (String id : acknowledged.subList(answered, acknowledged.size())) {
            List<TrialView> trials = api.experiment(id).trials();
            open.addAll(trials.stream().filter(trial -> !trial.resting()).toList());
            if (open.isEmpty()) {
                answered++;
            }
        }
        return open.size();
    }

    /** True once every trial of every experiment rests. */
    boolean atRest() {
        return atWork() == 0;
    }
}
