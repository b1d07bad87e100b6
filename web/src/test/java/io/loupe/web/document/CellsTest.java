package io.loupe.web.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellsTest {
    private static final Map<String, Object> SETTINGS = Catalogues.valid(
                    "loupe: 1\nname: n\ndata: [{ dataset: washers }]\narms: [{ name: a, detector: vt-adl }]")
            .arms()
            .getFirst()
            .settings();

    private static Cells.Reading read(String changes) throws Cells.UnreadableException {
        return new Cells(Catalogues.checker())
                .read(new Cells.Cell(
                        "b", "vt-adl", "default", "washers", "washer", 1, SETTINGS, Cells.changes(changes)));
    }

    @Test
    void aSettingWithoutAValueHasItsDefault() throws Cells.UnreadableException {
        for (String changes : List.of("learningRate:", "{\"learningRate\": null}", "vae: { beta: }", "vae:")) {
            assertThat(read(changes)).as(changes).isInstanceOfSatisfying(Cells.Reading.Valid.class, valid -> assertThat(
                            Cells.same(valid.arm().settings(), SETTINGS))
                    .isTrue());
        }
    }

    @Test
    void aGroupIsChangedSettingBySetting() throws Cells.UnreadableException {
        assertThat(read("vae: { beta: 2 }")).isInstanceOfSatisfying(Cells.Reading.Valid.class, valid -> assertThat(
                        valid.arm().settings().get("vae").toString())
                .contains("beta=2.0", "reading=mdn-ll"));
        assertThat(read("nothing:"))
                .isInstanceOfSatisfying(Cells.Reading.Invalid.class, invalid -> assertThat(invalid.problems())
                        .extracting(Problem::path)
                        .containsExactly("settings.nothing"));
    }
}
