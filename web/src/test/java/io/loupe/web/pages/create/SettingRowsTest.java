package io.loupe.web.pages.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DetectorDescription;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingRowsTest {
    @Test
    void aTextThatNamesWeightsOffersTheirNamesAndNoOtherSettingDoes() throws Exception {
        DetectorDescription detector =
                JsonMapper.builder().addModule(new Jdk8Module()).build().readValue("""
                        {"name": "student", "title": "Student", "description": "", "settings": [
                            {"name": "teacher", "type": "text", "help": "", "default": "", "suggest": "weights"},
                            {"name": "label", "type": "text", "help": "", "default": ""},
                            {"name": "steps", "type": "integer", "help": "", "default": 3, "suggest": "weights"}]}
                        """, DetectorDescription.class);

        List<EditorView.Row> rows = new SettingRows(new DetectorCatalogue(List.of(detector)), Map.of())
                .build(List.of(new Draft.Arm("a", "student", "", Map.of())));

        assertThat(rows).extracting(row -> row.cells().getFirst().list()).containsExactly(SettingRows.WEIGHTS, "", "");
        assertThat(detector.scoresImages())
                .as("what does not say what it makes")
                .isTrue();
    }

    @Test
    void weightsOfPresetsComeBeforePublishedOnes() throws Exception {
        DetectorDescription detector =
                JsonMapper.builder().addModule(new Jdk8Module()).build().readValue("""
                        {"name": "student", "title": "Student", "description": "", "presets": [
                            {"name": "a", "help": "", "settings": {"teacher": "small", "label": "x"}},
                            {"name": "b", "help": "", "settings": {"teacher": "medium"}}], "settings": [
                            {"name": "teacher", "type": "text", "help": "", "default": "small", "suggest": "weights"},
                            {"name": "label", "type": "text", "help": "", "default": ""}]}
                        """, DetectorDescription.class);

        assertThat(new SettingRows(new DetectorCatalogue(List.of(detector)), Map.of())
                        .weights(List.of("mine", "small")))
                .containsExactly("small", "medium", "mine");
    }
}
