package io.loupe.tracking;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the record may know: the S3 client, MLflow's client, JSON, and nothing of the rest of the house. */
@AnalyzeClasses(packages = "io.loupe.tracking", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_ONLY_STORE_AND_MLFLOW = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.loupe.tracking..",
                    "java..",
                    "io.minio..",
                    "okhttp3..",
                    "org.mlflow..",
                    "org.mlflow_project..",
                    "com.fasterxml.jackson..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule NO_SQL =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule S3_CLIENT_STAYS_IN_STORE = noClasses()
            .that()
            .resideOutsideOfPackage("io.loupe.tracking.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.minio..", "okhttp3..");

    @ArchTest
    static final ArchRule MLFLOW_STAYS_IN_MLFLOW = noClasses()
            .that()
            .resideOutsideOfPackage("io.loupe.tracking.mlflow..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mlflow..", "org.mlflow_project..");

    @ArchTest
    static final ArchRule CHECKPOINTS_KNOW_NOTHING_OF_MLFLOW_AND_DATASETS = noClasses()
            .that()
            .resideInAnyPackage("io.loupe.tracking.checkpoint..", "io.loupe.tracking.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.loupe.tracking.mlflow..", "io.loupe.tracking.dataset..");

    /** They run Python, or have no limit: artifacts are written to the bucket. */
    @ArchTest
    static final ArchRule NO_ARTIFACT_CALLS_OF_THE_MLFLOW_CLIENT = noClasses()
            .should()
            .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                    com.tngtech.archunit.core.domain.JavaClass.Predicates.type(
                                            org.mlflow.tracking.MlflowClient.class))
                            .and(com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                                    "(log|list|download).*Artifacts?"))));

    @ArchTest
    static final ArchRule NO_MUTABLE_STATICS =
            fields().that().areStatic().should().beFinal();
}
