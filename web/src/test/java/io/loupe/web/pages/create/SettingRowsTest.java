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

    @Test
    void whatAnotherDetectorDoesNotKnowIsNoDifferenceAndWordsAreEachDetectorsOwn() throws Exception {
        JsonMapper json = JsonMapper.builder().addModule(new Jdk8Module()).build();
        DetectorDescription first = json.readValue("""
                {"name": "first", "title": "First", "description": "", "settings": [
                    {"name": "size", "type": "integer", "help": "of the crop", "default": 1, "min": 1, "max": 9},
                    {"name": "share", "type": "number", "help": "kept", "default": 0.5},
                    {"name": "bank", "type": "integer", "help": "", "default": 3}]}
                """, DetectorDescription.class);
        DetectorDescription second = json.readValue("""
                {"name": "second", "title": "Second", "description": "", "settings": [
                    {"name": "size", "type": "integer", "help": "of the image", "default": 2, "min": 1, "max": 9},
                    {"name": "share", "type": "number", "help": "kept", "default": 0.5}]}
                """, DetectorDescription.class);

        List<EditorView.Row> rows = new SettingRows(new DetectorCatalogue(List.of(first, second)), Map.of())
                .build(List.of(new Draft.Arm("a", "first", "", Map.of()), new Draft.Arm("b", "second", "", Map.of())));

        assertThat(rows).extracting(EditorView.Row::path).containsExactly("size", "share", "bank");
        assertThat(rows).extracting(EditorView.Row::differs).containsExactly(true, false, false);
        assertThat(rows.get(0).help()).isEqualTo("first: of the crop; second: of the image");
        assertThat(rows.get(0).range()).isEqualTo("1 to 9");
        assertThat(rows.get(1).help()).isEqualTo("kept");
    }
}
