package org.tokenquarry.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
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

/** The directions in which the driver's packages may look. */
@AnalyzeClasses(
    packages = "org.tokenquarry.jobs",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "org.tokenquarry.jobs.";

  /** What is not a job: it serves them, or composes them. */
  private static final Set<String> SERVING =
      Set.of("job", "progress", "spark", "config", "table", "question", "cli", "verb");

  private static final String[] BELOW_JOBS = {
    "..jobs.job..",
    "..jobs.progress..",
    "..jobs.spark..",
    "..jobs.config..",
    "..jobs.table..",
    "..jobs.question.."
  };

  /** One slice a job. */
  private static final class JobPackages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String inside = StringUtils.removeStart(type.getPackageName() + ".", BASE);
      String first = StringUtils.substringBefore(inside, ".");
      return type.getPackageName().startsWith(BASE) && !SERVING.contains(first)
          ? SliceIdentifier.of(first)
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "one job each";
    }
  }

  @ArchTest
  static final ArchRule jobs_do_not_know_each_other =
      slices()
          .assignedFrom(new JobPackages())
          .should()
          .notDependOnEachOther()
          .because("jobs meet in the tables; only nightly composes them");

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
          .resideInAnyPackage("..jobs.verb..")
          .orShould()
          .dependOnClassesThat(
              describe(
                  "belong to a job",
                  type ->
                      !new JobPackages().getIdentifierOf(type).equals(SliceIdentifier.ignore())));

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
}
