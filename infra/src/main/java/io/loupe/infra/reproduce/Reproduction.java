package io.loupe.infra.reproduce;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loupe.infra.LauncherException;
import io.loupe.infra.client.LoupeApi;
import io.loupe.infra.client.TrialView;
import io.loupe.infra.demo.ExperimentWatch;
import io.loupe.infra.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the trial of a receipt again, as an experiment of its own, and gives back the new receipt. */
public final class Reproduction {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BRIEF = 8;

    private final LoupeApi api;
    private final Terminal terminal;

    public Reproduction(LoupeApi api, Terminal terminal) {
        this.api = api;
        this.terminal = terminal;
    }

    /**
     * Runs it to its end.
     *
     * @throws LauncherException if the dataset's content or the kind of device is not here, or the trial did not succeed
     */
    public Receipt run(Receipt receipt) {
        String dataset = dataset(receipt);
        requireDevice(receipt);
        String id = api.submit(document(receipt, dataset));
        terminal.line("  experiment  " + api.experiment(id).page());
        TrialView trial = new ExperimentWatch(api, terminal).untilAtRest(id).getFirst();
        if (!trial.succeeded()) {
            throw new LauncherException("the trial did not succeed, it is " + trial.state()
                    + trial.failure().map(why -> ": " + why).orElse("") + "; nothing was compared");
        }
        String name = "receipt.json of trial " + trial.id();
        return Receipt.parse(name, new String(api.artifact(trial.id(), "receipt.json"), StandardCharsets.UTF_8));
    }

    /** The content is what counts: it may stand under another name here. */
    private String dataset(Receipt receipt) {
        List<String> names = api.datasetsWithVersion(receipt.dataset(), receipt.version());
        if (names.isEmpty()) {
            throw new LauncherException(
                    "no dataset here has the content " + receipt.version().substring(0, BRIEF)
                            + " that the receipt names (" + receipt.dataset() + ", category " + receipt.category()
                            + "); import the same folder: ./loupe import DIR --name " + receipt.dataset());
        }
        return names.getFirst();
    }

    private void requireDevice(Receipt receipt) {
        List<String> devices = api.devices();
        if (devices.isEmpty()) {
            throw new LauncherException("no worker answers; start one with ./loupe up");
        }
        if (devices.stream().noneMatch(device -> gpu(device) == gpu(receipt.fact("device")))) {
            throw new LauncherException("the receipt was computed on "
                    + (gpu(receipt.fact("device")) ? "a GPU" : "a CPU")
                    + " (" + receipt.fact("device") + "), and the workers here have " + String.join(", ", devices)
                    + "; start a worker with such a device");
        }
    }

    static boolean gpu(String device) {
        return device.startsWith("gpu") || device.startsWith("cuda");
    }

    /** One cell, every setting as the receipt has it, nothing left to a preset or a default that may have changed. */
    static String document(Receipt receipt, String dataset) {
        ObjectNode document = JSON.createObjectNode();
        document.put("loupe", 1);
        document.put("name", "Reproduction of trial " + tail(receipt.trial()));
        document.put(
                "notes",
                "From the receipt of trial " + receipt.trial() + ": " + receipt.category() + " / " + receipt.arm()
                        + " / seed " + receipt.seed() + ".");
        ObjectNode data = document.putArray("data").addObject();
        data.put("dataset", dataset + "@" + receipt.version());
        data.putArray("categories").add(receipt.category());
        ObjectNode arm = document.putArray("arms").addObject();
        arm.put("name", receipt.arm());
        arm.put("detector", receipt.detector());
        arm.set("settings", receipt.settings());
        document.putArray("seeds").add(receipt.seed());
        ObjectNode evaluation = document.putObject("evaluation");
        List<String> asked = java.util.stream.Stream.concat(
                        receipt.metrics().keySet().stream(), receipt.undefined().keySet().stream())
                .filter(metric -> metric.startsWith("eval/"))
                .map(metric -> metric.substring("eval/".length()).replace('_', '-'))
                .distinct()
                .toList();
        if (!asked.isEmpty() && receipt.metrics().keySet().stream().anyMatch(name -> name.contains("auroc"))) {
            asked.forEach(evaluation.putArray("metrics")::add);
        }
        evaluation.put("heatMaps", "none");
        ObjectNode run = document.putObject("run");
        run.put("device", gpu(receipt.fact("device")) ? "gpu" : "cpu");
        if (receipt.fact("threads").matches("[1-9][0-9]*")) {
            run.put("threads", Integer.parseInt(receipt.fact("threads")));
        }
        return document.toPrettyString();
    }

    private static String tail(String id) {
        return id.length() <= BRIEF ? id : id.substring(id.length() - BRIEF);
    }
}
