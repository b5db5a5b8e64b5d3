package org.tokenquarry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;

/** The directions in which the driver's packages may look. */
@AnalyzeClasses(
    packages = "org.tokenquarry",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.ThisModule.class})
class ArchitectureTest {

  private static final String BASE = "org.tokenquarry.";
  private static final Set<String> JOBS =
      Set.of(
          "scenes",
          "ingest",
          "calibrate",
          "mine",
          "cluster",
          "evaluate",
          "publish",
          "export",
          "report");
  private static final String[] SHARED = {
    "..tokenquarry.job..", "..progress..", "..spark..", "..config..", "..table.."
  };

  /** The executors' module has packages of the same names, which jobs do use. */
  static final class ThisModule implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return location.contains("/jobs/");
    }
  }

  /** One slice a job, of this module. */
  private static final class JobPackages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      boolean ours =
          type.getSource().map(source -> source.getUri().toString()).orElse("").contains("/jobs/");
      String first =
          StringUtils.substringBefore(StringUtils.removeStart(type.getPackageName(), BASE), ".");
      return ours && JOBS.contains(first) ? SliceIdentifier.of(first) : SliceIdentifier.ignore();
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
      slices().matching("org.tokenquarry.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobody_knows_the_command_line =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..tokenquarry.cli..", "picocli..");

  @ArchTest
  static final ArchRule what_serves_jobs_knows_none =
      noClasses()
          .that()
          .resideInAnyPackage(SHARED)
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "belong to a job",
                  type ->
                      type.getPackageName().equals(BASE + "nightly")
                          || !new JobPackages()
                              .getIdentifierOf(type)
                              .equals(SliceIdentifier.ignore())))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule only_tables_touch_delta =
      noClasses()
          .that()
          .resideOutsideOfPackage("..tokenquarry.table..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.delta..", "org.apache.spark.sql.delta..");

  @ArchTest
  static final ArchRule settings_know_no_framework =
      noClasses()
          .that()
          .resideInAPackage("..tokenquarry.config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "ai.djl..", "org.apache.hadoop..");
}
