package io.loupe.detectors.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.loupe.detectors.Compute;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.FolderWeights;
import io.loupe.detectors.weights.RealWeights;
import io.loupe.detectors.weights.Weights;
import org.junit.jupiter.api.Test;

/** EfficientNet-Lite0 as it was trained on ImageNet, where its file is to be found. */
class ImageNetLite0Test {
    @Test
    void featuresOfTheRealWeightsEqualTheirPackages() {
        FolderWeights library = new FolderWeights(RealWeights.folders());
        boolean there = RealWeights.contains("efficientnet-lite0-57934424.pth");
        assumeTrue(
                there,
                "SKIPPED: no efficientnet-lite0-57934424.pth in " + RealWeights.folders()
                        + "; set LOUPE_WORKER_WEIGHTS to its folder");
        SafeTensors golden = GoldenBackbones.read("efficientnet-lite0-imagenet");

        Weights weights = library.load("efficientnet-lite0");

        assertThat(golden.metadata()).containsEntry("sha256", weights.sha256());
        try (TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 2))) {
            Backbone backbone = Backbones.open(
                    runtime,
                    "efficientnet-lite0",
                    EfficientNetLite.lite0().layers().stream().map(Layer::name).toList(),
                    weights);
            GoldenBackbones.assertEqual(runtime, backbone, golden, 2e-5);
        }
    }
}
