package io.loupe.detectors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.loupe.detectors", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theScienceKnowsNoPlatform = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.loupe.tracking..",
                    "io.loupe.workflows..",
                    "io.loupe.workers..",
                    "io.loupe.web..",
                    "io.loupe.infra..",
                    "java.sql..",
                    "java.net.http..",
                    "jakarta..",
                    "io.quarkus..",
                    "io.temporal..",
                    "io.minio..",
                    "org.mlflow..");

    @ArchTest
    static final ArchRule onlyTheEngineTouchesLibtorch = noClasses()
            .that()
            .resideOutsideOfPackage("io.loupe.detectors.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule randomNumbersComeByCounter = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.loupe.detectors.engine..",
                    "io.loupe.detectors.training..",
                    "io.loupe.detectors.vtadl..",
                    "io.loupe.detectors.efficientad..",
                    "io.loupe.detectors.patchcore..",
                    "io.loupe.detectors.distillation..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|SplittableRandom|random\\..*|concurrent\\.ThreadLocalRandom)")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule toolsDoNotKnowTheDetectorsBuiltOnThem = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.loupe.detectors.engine..",
                    "io.loupe.detectors.tensor..",
                    "io.loupe.detectors.settings..",
                    "io.loupe.detectors.image..",
                    "io.loupe.detectors.dataset..",
                    "io.loupe.detectors.weights..",
                    "io.loupe.detectors.backbone..",
                    "io.loupe.detectors.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.loupe.detectors.vtadl..",
                    "io.loupe.detectors.efficientad..",
                    "io.loupe.detectors.patchcore..",
                    "io.loupe.detectors.distillation..");
}
