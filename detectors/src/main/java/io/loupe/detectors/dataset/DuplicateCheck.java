package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Entry.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same bytes under two names, within one category. An image that is trained on and tested, or that is good and
 * defective, makes results wrong: an error. Otherwise it counts twice: a warning. Masks may be equal.
 */
final class DuplicateCheck {
    private final Problems problems;

    DuplicateCheck(Problems problems) {
        this.problems = problems;
    }

    void check(List<Content> contents) {
        Map<String, Content> seen = new HashMap<>();
        for (Role role : new Role[] {Role.TRAIN, Role.VALIDATION, Role.TEST}) {
            for (Content content : contents) {
                if (content.entry().role() == role && content.size() > 0) {
                    Content first = seen.putIfAbsent(content.sha256(), content);
                    if (first != null) {
                        report(first.entry(), content.entry());
                    }
                }
            }
        }
    }

    private void report(Entry first, Entry second) {
        String same = "the same content as " + problems.relative(first.path());
        if (second.role() == Role.TEST && first.role() != Role.TEST) {
            problems.error(
                    second.path(),
                    same + ": a test image must not be used in "
                            + (first.role() == Role.TRAIN ? "training" : "validation") + "; remove one of the two");
        } else if (second.isDefectiveTest() != first.isDefectiveTest()) {
            problems.error(second.path(), same + ": an image cannot be good and defective; remove one of the two");
        } else {
            problems.warning(second.path(), same + ": it counts twice; remove one of the two");
        }
    }
}
