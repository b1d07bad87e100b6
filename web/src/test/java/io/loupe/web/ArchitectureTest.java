package io.loupe.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may know. */
@AnalyzeClasses(packages = "io.loupe.web", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowsNeitherDetectorsNorWorkers = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.loupe.detectors..", "io.loupe.workers..", "io.loupe.infra..", "ai.djl..");

    @ArchTest
    static final ArchRule s3AndMlflowAreBehindTracking =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.minio..", "org.mlflow..");

    @ArchTest
    static final ArchRule sqlStaysInTheCatalogue = noClasses()
            .that()
            .resideInAnyPackage("io.loupe.web.pages..", "io.loupe.web.api..", "io.loupe.web.document..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jdbi..", "java.sql..");

    @ArchTest
    static final ArchRule documentsKnowNothingOfPagesOrTemporal = noClasses()
            .that()
            .resideInAPackage("io.loupe.web.document..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.loupe.web.pages..", "io.loupe.web.api..", "io.temporal..");
}
