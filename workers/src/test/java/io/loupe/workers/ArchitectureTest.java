package io.loupe.workers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may know. */
@AnalyzeClasses(packages = "io.loupe.workers", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowsDetectorsTrackingAndWorkflowsAlone = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.loupe.workers..",
                    "io.loupe.detectors..",
                    "io.loupe.tracking..",
                    "io.loupe.workflows..",
                    "io.temporal..",
                    "io.smallrye.config..",
                    "com.fasterxml.jackson..",
                    "org.slf4j..",
                    "java..",
                    "javax.management..",
                    "org.apache.commons.compress..");

    @ArchTest
    static final ArchRule archivesAreOpenedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("io.loupe.workers.archive..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.commons.compress..");

    @ArchTest
    static final ArchRule runsNoWorkflowCode =
            noClasses().should().dependOnClassesThat().haveNameMatching("io\\.loupe\\.workflows\\..*WorkflowImpl");

    @ArchTest
    static final ArchRule knowsNeitherHttpNorSql =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.sql..", "java.net.http..");

    @ArchTest
    static final ArchRule onlyTheProcessKnowsItsSettings = noClasses()
            .that()
            .resideInAnyPackage("io.loupe.workers.trial..", "io.loupe.workers.dataset..", "io.loupe.workers.activity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.smallrye.config..");

    @ArchTest
    static final ArchRule trainingItselfKnowsNoTemporal = noClasses()
            .that()
            .haveSimpleNameStartingWith("Training")
            .or()
            .haveSimpleNameStartingWith("Checkpoint")
            .or()
            .haveSimpleNameStartingWith("Evaluation")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.temporal..");
}
