package io.loupe.infra;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the launcher may know: none of the other modules but the faults of chaos, and each library in one place. */
@AnalyzeClasses(
        packages = {"io.loupe.infra", "io.loupe.faults"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theLauncherKnowsNoOtherModuleButTheFaults = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.loupe..")
                    .and(resideOutsideOfPackages("io.loupe.infra..", "io.loupe.faults..")));

    @ArchTest
    static final ArchRule onlyTheObjectFolderKnowsS3Proxy = noClasses()
            .that()
            .doNotHaveSimpleName("ObjectFolder")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.gaul..");

    @ArchTest
    static final ArchRule onlyCommandsKnowPicocli = noClasses()
            .that()
            .resideOutsideOfPackages("io.loupe.infra.command..", "io.loupe.infra")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule serversDoNotDecideWhenTheyRun = noClasses()
            .that()
            .resideInAnyPackage("io.loupe.infra.service..", "io.loupe.infra.process..", "io.loupe.infra.state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.loupe.infra.stack..", "io.loupe.infra.command..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.loupe.infra.(*)..").should().beFreeOfCycles();
}
