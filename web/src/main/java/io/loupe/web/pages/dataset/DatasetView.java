package io.loupe.web.pages.dataset;

import io.loupe.web.pages.layout.ProgressView;
import io.loupe.web.pages.layout.When;
import java.util.List;
import java.util.Optional;

/**
 * One dataset: its newest import with what was found, its categories, and the images of one of them.
 *
 * @param version short, empty while nothing is published
 * @param live whether an import runs
 */
public record DatasetView(
        String name,
        String version,
        String fullVersion,
        String line,
        boolean live,
        Import lastImport,
        List<Category> categories,
        Optional<Browser> browser) {

    /**
     * @param state {@code good}, {@code bad}, {@code warn} or {@code running}
     * @param verdict a sentence
     * @param progress while a worker has it
     * @param stop whether it can be stopped
     * @param report whether it has left a whole report
     * @param more how many problems the page leaves out
     */
    public record Import(
            String state,
            String verdict,
            String advice,
            ProgressView progress,
            boolean stop,
            boolean report,
            String folder,
            When at,
            List<Problem> problems,
            String errors,
            String warnings,
            int more) {}

    /** @param mended whether it must be mended before the dataset can be used */
    public record Problem(boolean mended, String path, String message) {}

    public record Category(
            String name,
            String href,
            boolean chosen,
            String train,
            String testGood,
            String testDefective,
            String defects,
            String masks,
            String size,
            String bytes) {}

    /**
     * Images of one category.
     *
     * @param splits the switch
     * @param previous link to the page before, empty on the first
     */
    public record Browser(
            String category,
            String detail,
            List<Split> splits,
            List<Picture> images,
            String range,
            String previous,
            String next) {}

    public record Split(String word, String count, String href, boolean chosen) {}

    /**
     * @param image address of the whole image, {@code small} of a small one
     * @param mask address of the mask, empty when there is none
     */
    public record Picture(String caption, String path, String image, String small, String mask) {}
}
