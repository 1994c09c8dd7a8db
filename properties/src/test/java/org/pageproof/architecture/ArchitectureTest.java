package org.pageproof.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependency directions that the README draws, held. */
@AnalyzeClasses(packages = "org.pageproof", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] VOCABULARY = {
    "org.pageproof.vocabulary..", "org.pageproof.trace..", "org.pageproof.verdict.."
  };

  @ArchTest
  static final ArchRule theVocabularyKnowsNoRules =
      noClasses()
          .that()
          .resideInAnyPackage(VOCABULARY)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.pageproof.reference..");

  @ArchTest
  static final ArchRule theModelNeedsTheJdkOnly =
      classes()
          .that()
          .resideInAnyPackage(
              "org.pageproof.vocabulary..",
              "org.pageproof.trace..",
              "org.pageproof.verdict..",
              "org.pageproof.reference..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.pageproof.vocabulary..",
              "org.pageproof.trace..",
              "org.pageproof.verdict..",
              "org.pageproof.reference..");

  @ArchTest
  static final ArchRule systemsUnderTestNeverJudge =
      noClasses()
          .that()
          .resideInAPackage("org.pageproof.sut..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.pageproof.reference..",
              "org.pageproof.verdict..",
              "org.pageproof.reports..",
              "org.pageproof.properties..",
              "org.pageproof.generation..",
              "org.pageproof.shrinking..",
              "org.pageproof.cli..");

  @ArchTest
  static final ArchRule reportsSeeNeitherRulesNorSystems =
      noClasses()
          .that()
          .resideInAPackage("org.pageproof.reports..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.pageproof.reference..",
              "org.pageproof.sut..",
              "org.pageproof.properties..",
              "org.pageproof.generation..",
              "org.pageproof.shrinking..",
              "org.pageproof.cli..");

  @ArchTest
  static final ArchRule nothingExecutesWhileSequencesAreDrawn =
      noClasses()
          .that()
          .resideInAnyPackage("org.pageproof.generation..", "org.pageproof.shrinking..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.pageproof.sut..");

  @ArchTest
  static final ArchRule jqwikStaysInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.pageproof.properties.jqwik..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.jqwik..");

  @ArchTest
  static final ArchRule nativeCodeStaysInTheSystemsUnderTest =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.pageproof.sut..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.sun.jna..");

  @ArchTest
  static final ArchRule theSimulatorIsNoKernelClient =
      noClasses()
          .that()
          .resideInAPackage("org.pageproof.sut.simulator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.pageproof.sut.jna..",
              "org.pageproof.sut.worker..",
              "org.pageproof.sut.kernel..",
              "org.pageproof.sut.protocol..");

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.pageproof.cli..", "org.pageproof.sut.worker..")
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("org.pageproof.(**)").should().beFreeOfCycles();
}
