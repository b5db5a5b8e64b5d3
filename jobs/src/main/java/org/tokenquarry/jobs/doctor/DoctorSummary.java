package org.tokenquarry.jobs.doctor;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.job.Summary;

/**
 * What was found.
 *
 * @param checks in the order in which they were made
 */
public record DoctorSummary(List<Entry> checks) implements Summary {

  /**
   * One check.
   *
   * @param name of what was looked at
   * @param outcome {@code ok}, {@code warning} or {@code fails}
   * @param message what was found, in one sentence
   * @param problems what is wrong, each with its remedy
   */
  public record Entry(String name, String outcome, String message, List<Told> problems) {
    static Entry of(String name, Finding finding) {
      return new Entry(
          name,
          finding.outcome().word(),
          finding.message(),
          finding.problems().stream().map(Told::of).toList());
    }
  }

  /**
   * A problem in JSON, as in the field {@code error}.
   *
   * @param code stable
   * @param message the cause
   * @param remedy what to do
   */
  public record Told(String code, String message, String remedy) {
    static Told of(Problem problem) {
      return new Told(problem.code(), problem.cause(), problem.remedy());
    }
  }

  /** Copies the list. */
  public DoctorSummary {
    checks = List.copyOf(checks);
  }

  /** Names of those that fail. */
  List<String> failing() {
    return checks.stream()
        .filter(check -> check.outcome().equals(Finding.Outcome.FAILS.word()))
        .map(Entry::name)
        .toList();
  }

  @Override
  public String text() {
    return checks.stream().flatMap(DoctorSummary::lines).collect(Collectors.joining("\n"));
  }

  private static Stream<String> lines(Entry check) {
    String begin = "%-7s  %-9s  ".formatted(check.outcome(), check.name());
    return check.problems().isEmpty()
        ? Stream.of(begin + check.message())
        : check.problems().stream().map(told -> begin + told.message() + " " + told.remedy());
  }
}
