package io.loupe.workflows;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/**
 * The search attributes of Loupe's workflows, all of type Keyword. They must be registered in the namespace before the
 * first workflow starts: Temporal holds every workflow task that sets an attribute it does not know.
 */
public final class SearchKeys {
    public static final SearchAttributeKey<String> EXPERIMENT =
            SearchAttributeKey.forKeyword(WorkflowNames.ATTRIBUTE_EXPERIMENT);
    public static final SearchAttributeKey<String> TRIAL = SearchAttributeKey.forKeyword(WorkflowNames.ATTRIBUTE_TRIAL);
    public static final SearchAttributeKey<String> STATE = SearchAttributeKey.forKeyword(WorkflowNames.ATTRIBUTE_STATE);
    public static final SearchAttributeKey<String> DETECTOR =
            SearchAttributeKey.forKeyword(WorkflowNames.ATTRIBUTE_DETECTOR);
    public static final SearchAttributeKey<String> CATEGORY =
            SearchAttributeKey.forKeyword(WorkflowNames.ATTRIBUTE_CATEGORY);

    private SearchKeys() {}

    /** Every attribute to register. */
    public static List<SearchAttributeKey<String>> all() {
        return List.of(EXPERIMENT, TRIAL, STATE, DETECTOR, CATEGORY);
    }
}
