package io.loupe.web.pages.layout;

/** Colour and dash of what is drawn beside each other: four colours, each with two dashes. */
public final class SeriesStyle {
    private static final int STYLES = 8;

    private SeriesStyle() {}

    /**
     * @param position 0 for the first
     * @return 1 to 8, as the classes {@code s1} to {@code s8} and the charts have it
     */
    public static int of(int position) {
        return position % STYLES + 1;
    }
}
