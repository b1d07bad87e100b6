package io.loupe.workflows;

/** The names that Temporal knows: namespace, task queues, workflow ids, search attributes. */
public final class WorkflowNames {
    public static final String NAMESPACE = "loupe";

    /** Workflow code and control activities; served by {@code web}. */
    public static final String ORCHESTRATION = "orchestration";

    /** One slot for each GPU; served by GPU workers. */
    public static final String TRAIN_GPU = "train-gpu";

    /** One slot for each CPU worker. */
    public static final String TRAIN_CPU = "train-cpu";

    /** Dataset imports: light work beside a training, served by every worker. */
    public static final String DATA = "data";

    public static final String ATTRIBUTE_EXPERIMENT = "LoupeExperiment";
    public static final String ATTRIBUTE_TRIAL = "LoupeTrial";
    public static final String ATTRIBUTE_STATE = "LoupeState";
    public static final String ATTRIBUTE_DETECTOR = "LoupeDetector";
    public static final String ATTRIBUTE_CATEGORY = "LoupeCategory";

    private WorkflowNames() {}

    public static String experimentWorkflow(String experimentId) {
        return "experiment-" + experimentId;
    }

    public static String trialWorkflow(String trialId) {
        return "trial-" + trialId;
    }

    public static String importWorkflow(String importId) {
        return "import-" + importId;
    }
}
