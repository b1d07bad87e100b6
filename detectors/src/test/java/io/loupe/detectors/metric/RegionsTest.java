package io.loupe.detectors.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RegionsTest {
    @Test
    void pixelsThatTouchAtACornerAreOneRegion() {
        assertThat(sizes("#... .#.. ..#. ...#")).containsExactly(4);
        assertThat(sizes("...# ..#. .#.. #...")).containsExactly(4);
    }

    @Test
    void aGapOfOnePixelSeparates() {
        assertThat(sizes("#.# #.# #.#")).containsExactly(3, 3);
        assertThat(sizes("### ... ###")).containsExactly(3, 3);
    }

    @Test
    void theEndOfARowDoesNotTouchTheBeginningOfTheNext() {
        assertThat(sizes("...# #... ....")).containsExactly(1, 1);
    }

    @Test
    void armsThatMeetFarBelowAreOneRegion() {
        assertThat(sizes("#.#.# #.#.# #####")).containsExactly(11);
        assertThat(sizes("##### #...# #.#.# #...# #####")).containsExactly(16, 1);
    }

    @Test
    void anEmptyMaskHasNone() {
        assertThat(sizes("... ...")).isEmpty();
    }

    @Property
    void equalsAFloodFill(@ForAll long pixels, @ForAll @IntRange(min = 1, max = 12) int width) {
        int height = 60 / width;
        StringBuilder mask = new StringBuilder();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                mask.append((pixels >> (y * width + x) & 1) == 1 ? '#' : '.');
            }
            mask.append(' ');
        }

        assertThat(sizes(mask.toString().strip())).containsExactlyInAnyOrderElementsOf(flooded(mask, width, height));
    }

    private static List<Integer> sizes(String mask) {
        int pixels = mask.replace(" ", "").length();
        Regions regions = Regions.of(InMemory.of(mask, new double[pixels]).mask());
        List<Integer> sizes = new ArrayList<>();
        for (int region = 0; region < regions.count(); region++) {
            sizes.add(regions.size(region));
        }
        return sizes;
    }

    private static List<Integer> flooded(StringBuilder mask, int width, int height) {
        boolean[][] set = new boolean[height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                set[y][x] = mask.charAt(y * (width + 1) + x) == '#';
            }
        }
        List<Integer> sizes = new ArrayList<>();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int size = flood(set, x, y);
                if (size > 0) {
                    sizes.add(size);
                }
            }
        }
        return sizes;
    }

    private static int flood(boolean[][] set, int x, int y) {
        if (y < 0 || y >= set.length || x < 0 || x >= set[0].length || !set[y][x]) {
            return 0;
        }
        set[y][x] = false;
        int size = 1;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                size += flood(set, x + dx, y + dy);
            }
        }
        return size;
    }
}
