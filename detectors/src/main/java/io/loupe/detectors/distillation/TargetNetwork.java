package io.loupe.detectors.distillation;

import io.loupe.detectors.settings.ChoiceHelp;
import java.util.List;

/** The pretrained networks whose features can be distilled, each with the layers that are usually taken. */
public enum TargetNetwork {
    @ChoiceHelp("The paper's: the best features, and by far the most work")
    WIDE_RESNET_101_2("wide-resnet-101-2", "layer2", "layer3"),
    @ChoiceHelp("About half the work of Wide-ResNet-101; what PatchCore is published with")
    WIDE_RESNET_50_2("wide-resnet-50-2", "layer2", "layer3"),
    @ChoiceHelp("Light; fewer and coarser features")
    RESNET_18("resnet-18", "layer2", "layer3"),
    @ChoiceHelp("Lightest, and always at hand: the launcher installs its weights. Fewer features still")
    EFFICIENTNET_LITE0("efficientnet-lite0", "blocks.4", "blocks.10");

    private final String backbone;
    private final List<String> usualLayers;

    TargetNetwork(String backbone, String... usualLayers) {
        this.backbone = backbone;
        this.usualLayers = List.of(usualLayers);
    }

    /** Its name among the backbones and in the weights library. */
    public String backbone() {
        return backbone;
    }

    /** One layer with an eighth of the image's resolution and one with a sixteenth, the finer first. */
    public List<String> usualLayers() {
        return usualLayers;
    }
}
