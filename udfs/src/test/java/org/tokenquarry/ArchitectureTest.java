package org.tokenquarry;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.tokenquarry.anyres.TileRule;

/** The directions in which packages may look. */
@AnalyzeClasses(packages = "org.tokenquarry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] MATHEMATICS = {
    "..token..",
    "..numeric..",
    "..anyres..",
    "..divergence..",
    "..cluster..",
    "..prune..",
    "..scene..",
    "..error..",
    "..foreign.."
  };

  /** Held by tests against reference numbers, and meant for {@code evaluate}. */
  private static final String[] NOT_YET_USED = {"..prune.variant.."};

  @ArchTest
  static final ArchRule mathematics_knows_no_framework =
      noClasses()
          .that()
          .resideInAnyPackage(MATHEMATICS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "io.delta..", "ai.djl..")
          .because("the mathematics must be testable and reusable without a cluster or a GPU");

  @ArchTest
  static final ArchRule only_the_work_of_tasks_knows_spark =
      noClasses()
          .that()
          .resideOutsideOfPackages("..task..", "..intake..", "..pack..", "..model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..")
          .because(
              "an executor's work is plain Java; pack knows rows only, and model asks Spark only"
                  + " for a task's device");

  @ArchTest
  static final ArchRule only_a_task_model_opens_the_model_of_a_task =
      noClasses()
          .that()
          .resideOutsideOfPackage("..model..")
          .and()
          .doNotHaveSimpleName("TaskModel")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("ModelCache")
          .because("there is one way to the model that the tasks of an executor share");

  @ArchTest
  static final ArchRule udfs_never_look_back =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("io.delta..");

  @ArchTest
  static final ArchRule nobody_depends_on_what_no_verb_uses_yet =
      noClasses()
          .that()
          .resideOutsideOfPackages(NOT_YET_USED)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(NOT_YET_USED)
          .because("their package-info says so; a verb that uses them changes both");

  @ArchTest
  static final ArchRule of_anyres_all_but_the_rule_serves_tiles =
      noClasses()
          .that()
          .resideOutsideOfPackages("..anyres..", "..tiles..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("..anyres..")
                  .and(not(type(TileRule.class)))
                  .and(not(type(TileRule.Kind.class))))
          .because("tiles are cut and packed in one place; bundles only describe them");

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("org.tokenquarry.(*)..").should().beFreeOfCycles();
}
