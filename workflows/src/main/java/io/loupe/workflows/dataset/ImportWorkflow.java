package io.loupe.workflows.dataset;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Imports one folder; the outcome is recorded in the catalogue through the control activities. */
@WorkflowInterface
public interface ImportWorkflow {
    @WorkflowMethod(name = "Import")
    ImportOutcome run(ImportSpec spec);
}
