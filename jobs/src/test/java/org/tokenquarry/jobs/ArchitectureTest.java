package org.tokenquarry.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.tokenquarry.jobs.job.Job;

/** Which of the driver's packages may depend on which. */
@AnalyzeClasses(
    packages = "org.tokenquarry.jobs",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "org.tokenquarry.jobs.";

  /** Packages that are not a job: they serve jobs, compose them, or list them. */
  private static final Set<String> NO_JOBS =
      Set.of(
          "job",
          "progress",
          "spark",
          "config",
          "failure",
          "table",
          "lease",
          "question",
          "signature",
          "compose",
          "catalogue",
          "cli");

  private static final String[] BELOW_JOBS = {
    "..jobs.job..",
    "..jobs.progress..",
    "..jobs.spark..",
    "..jobs.config..",
    "..jobs.failure..",
    "..jobs.table..",
    "..jobs.lease..",
    "..jobs.question..",
    "..jobs.signature.."
  };

  /** One slice for each job. */
  private static final class JobPackages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String inside = StringUtils.substringAfter(type.getPackageName() + ".", BASE);
      String first = StringUtils.substringBefore(inside, ".");
      return type.getPackageName().startsWith(BASE) && !NO_JOBS.contains(first)
          ? SliceIdentifier.of(first)
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "one job each";
    }
  }

  @ArchTest
  static final ArchRule only_a_task_model_opens_the_model_of_a_task =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveSimpleName("ModelCache")
          .because("jobs hand a TaskModel to the functions of executors");

  @ArchTest
  static final ArchRule rows_are_mapped_with_the_model_by_model_tasks =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..jobs.mine..", "..jobs.evaluate..", "..jobs.calibrate..", "..jobs.report..")
          .should()
          .callMethod(Dataset.class, "mapPartitions", MapPartitionsFunction.class, Encoder.class)
          .because("on a cluster only the tasks of ModelTasks have a GPU");

  @ArchTest
  static final ArchRule jobs_do_not_know_each_other =
      slices()
          .assignedFrom(new JobPackages())
          .should()
          .notDependOnEachOther()
          .because("jobs meet in the tables; only compose knows several");

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("org.tokenquarry.jobs.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobody_knows_the_command_line =
      noClasses()
          .that()
          .resideOutsideOfPackage("..jobs.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..jobs.cli..", "picocli..");

  @ArchTest
  static final ArchRule what_serves_jobs_knows_none =
      noClasses()
          .that()
          .resideInAnyPackage(BELOW_JOBS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..jobs.compose..", "..jobs.catalogue..")
          .orShould()
          .dependOnClassesThat(
              describe(
                  "belong to a job",
                  type ->
                      !new JobPackages().getIdentifierOf(type).equals(SliceIdentifier.ignore())));

  @ArchTest
  static final ArchRule what_composes_or_lists_verbs_is_known_to_whom_it_serves =
      noClasses()
          .that()
          .resideOutsideOfPackages("..jobs.compose..", "..jobs.catalogue..", "..jobs.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..jobs.compose..", "..jobs.catalogue..")
          .because("data walks one way: a job knows neither its options nor who runs next");

  @ArchTest
  static final ArchRule one_class_a_verb =
      classes()
          .that()
          .haveSimpleNameEndingWith("Job")
          .and()
          .areNotInterfaces()
          .should()
          .implement(Job.class)
          .because("a newcomer finds a verb by the name of its job");

  @ArchTest
  static final ArchRule the_command_line_knows_no_job =
      noClasses()
          .that()
          .resideInAPackage("..jobs.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..jobs.compose..")
          .orShould()
          .dependOnClassesThat(
              describe(
                  "belong to a job",
                  type ->
                      !new JobPackages().getIdentifierOf(type).equals(SliceIdentifier.ignore())))
          .because("the catalogue knows which job does the work of a verb");

  @ArchTest
  static final ArchRule only_tables_touch_delta =
      noClasses()
          .that()
          .resideOutsideOfPackage("..jobs.table..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.delta..", "org.apache.spark.sql.delta..");

  @ArchTest
  static final ArchRule settings_know_no_framework =
      noClasses()
          .that()
          .resideInAPackage("..jobs.config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..", "ai.djl..", "org.apache.hadoop..", "io.delta..");

  @ArchTest
  static final ArchRule charts_know_numbers_only =
      classes()
          .that()
          .resideInAPackage("..jobs.report.chart..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("..jobs.report.chart..", "..numeric..", "java..", "javax.xml..");

  @ArchTest
  static final ArchRule the_page_is_made_of_records =
      noClasses()
          .that()
          .resideInAPackage("..jobs.report.page..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "ai.djl..");
}
