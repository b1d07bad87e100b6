package io.loupe.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ViewsTest {

    private static final URI BASE = URI.create("http://127.0.0.1:8420");

    @Test
    void anExperimentHoldsItsTrialsWithProgressAndLinks() throws Exception {
        ExperimentView view = Views.experiment(json("""
                        {"id": "e1", "name": "Which loss?", "state": "RUNNING", "links": {"page": "/experiments/e1"},
                         "cells": [{"trial": "t1", "arm": "vae", "category": "washer", "seed": 1, "state": "TRAINING",
                           "metrics": {}, "links": {"page": "/trials/t1", "mlflow": "http://m/#/runs/1"},
                           "progress": {"phase": "training", "step": 3, "total": 9, "stepsPerSecond": 1.5,
                                        "losses": {"train/loss": 0.25}}}]}
                        """), BASE);

        assertThat(view.page()).isEqualTo("http://127.0.0.1:8420/experiments/e1");
        TrialView trial = view.trials().getFirst();
        assertThat(trial.label()).isEqualTo("washer / vae / seed 1");
        assertThat(trial.resting()).isFalse();
        assertThat(trial.progress()).contains(new TrialView.Progress("training", 3, 9, 1.5, 0.25));
        assertThat(trial.links())
                .containsEntry("page", "http://127.0.0.1:8420/trials/t1")
                .containsEntry("mlflow", "http://m/#/runs/1");
    }

    @Test
    void aFailureIsOneSentenceWithItsPlaceAndWhatToDo() throws Exception {
        TrialView trial = Views.trial(json("""
                        {"id": "t1", "state": "NEEDS_ATTENTION", "failure": {"failureClass": "DATA",
                          "cause": "an image is damaged", "place": "screw/train/good/017.png", "advice": "import again"}}
                        """), BASE);

        assertThat(trial.resting()).isTrue();
        assertThat(trial.succeeded()).isFalse();
        assertThat(trial.failure()).contains("an image is damaged (screw/train/good/017.png); import again");
    }

    @Test
    void everyProblemOfARefusedDocumentIsTold() throws Exception {
        String text = Http.describe(422, json("""
                        {"title": "Unprocessable", "detail": "2 problems", "problems": [
                          {"path": "arms[1].settings.vae.beta", "message": "-1 is below the minimum 0"},
                          {"path": "", "message": "name is missing"}]}
                        """), "");

        assertThat(text)
                .isEqualTo("2 problems\n  arms[1].settings.vae.beta: -1 is below the minimum 0\n  name is missing");
    }

    @Test
    void anErrorThatIsNoProblemDocumentIsShownAsItIs() {
        assertThat(Http.describe(502, new ObjectMapper().nullNode(), "bad gateway"))
                .isEqualTo("HTTP 502: bad gateway");
    }

    @Test
    void anImportSaysHowFarItIsOnceAWorkerHasTakenItUp() throws Exception {
        ImportView waiting = Views.importJob(json("""
                {"id": "i1", "state": "RUNNING", "progress": null}
                """));
        ImportView copying = Views.importJob(json("""
                {"id": "i1", "state": "RUNNING", "progress": {"done": 12, "total": 480, "phase": "copying"}}
                """));

        assertThat(waiting.running()).isTrue();
        assertThat(waiting.progress()).isEmpty();
        assertThat(copying.progress()).contains(new ImportView.Progress("copying", 12, 480));
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
