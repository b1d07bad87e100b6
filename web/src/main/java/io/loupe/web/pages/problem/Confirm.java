package io.loupe.web.pages.problem;

import io.loupe.web.pages.layout.Shell;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The question before something that cannot be undone, as a page of its own. */
public final class Confirm {
    private Confirm() {}

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance confirm(ConfirmView view, Shell shell);

        private Templates() {}
    }

    public static TemplateInstance page(ConfirmView view, Shell shell) {
        return Templates.confirm(view, shell);
    }
}
