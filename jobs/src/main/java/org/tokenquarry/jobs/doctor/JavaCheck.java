package org.tokenquarry.jobs.doctor;

import org.tokenquarry.jobs.job.JobContext;

/** The version of Java. */
final class JavaCheck implements Check {

  private static final int WANTED = 17;

  @Override
  public String name() {
    return "java";
  }

  @Override
  public Finding look(JobContext context) {
    String found =
        "Java %s (%s) in %s."
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"));
    return Runtime.version().feature() == WANTED
        ? Finding.ok(found)
        : Finding.fails(
            "wrong-java", found, "Spark and TokenQuarry want 17: set JAVA_HOME to a JDK 17.");
  }
}
