package io.loupe.web.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent<String, String> recent = new Recent<>(100);

    @Test
    void whatWasUsedLongestAgoMakesRoom() {
        recent.put("a", "A", 40);
        recent.put("b", "B", 40);
        recent.get("a");
        recent.put("c", "C", 40);

        assertThat(recent.get("a")).contains("A");
        assertThat(recent.get("b")).isEmpty();
        assertThat(recent.get("c")).contains("C");
        assertThat(recent.bytes()).isEqualTo(80);
    }

    @Test
    void aValueThatGrowsIsCountedAnew() {
        recent.put("a", "A", 10);
        recent.put("b", "B", 10);
        recent.put("a", "A", 95);

        assertThat(recent.get("b")).isEmpty();
        assertThat(recent.bytes()).isEqualTo(95);
    }

    @Test
    void theNewestStaysThoughItAloneIsTooLarge() {
        recent.put("a", "A", 10);
        recent.put("huge", "H", 1_000);

        assertThat(recent.get("huge")).contains("H");
        assertThat(recent.get("a")).isEmpty();
    }
}
