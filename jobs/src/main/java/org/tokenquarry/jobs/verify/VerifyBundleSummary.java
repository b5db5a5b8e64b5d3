package org.tokenquarry.jobs.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.proof.Check;

/**
 * A bundle that passed every check.
 *
 * @param bundle as the user wrote it
 * @param places devices and machines where it was proved, each once
 * @param golden whether it was compared with numbers of the checkpoint
 * @param checks the worst of all places
 */
public record VerifyBundleSummary(
    String bundle, List<String> places, boolean golden, List<CheckEntry> checks)
    implements Summary {

  /** Copies the lists. */
  public VerifyBundleSummary {
    places = List.copyOf(places);
    checks = List.copyOf(checks);
  }

  /**
   * One check.
   *
   * @param name stable
   * @param outcome {@code passed} or {@code absent}
   * @param difference the largest that was met; null where nothing was compared
   * @param allowed the largest that passes; null where nothing was compared
   * @param detail for people
   */
  public record CheckEntry(
      String name, String outcome, Double difference, Double allowed, String detail) {

    private static CheckEntry of(Check check) {
      String outcome = check.outcome().name().toLowerCase(Locale.ROOT);
      return new CheckEntry(
          check.name(), outcome, check.difference(), check.allowed(), check.detail());
    }

    private CheckEntry orWorse(CheckEntry other) {
      return difference == null || other.difference == null || difference >= other.difference
          ? this
          : other;
    }

    private String line() {
      String compared =
          difference == null
              ? ""
              : String.format(Locale.ROOT, "%.2g of %.2g allowed; ", difference, allowed);
      return String.format("  %-6s  %-31s  %s%s", outcome, name, compared, detail);
    }
  }

  static VerifyBundleSummary of(String bundle, List<PlacedProof> proofs) {
    List<CheckEntry> worst = new ArrayList<>();
    proofs.get(0).proof().checks().forEach(check -> worst.add(CheckEntry.of(check)));
    for (PlacedProof placed : proofs) {
      for (int i = 0; i < worst.size(); i++) {
        worst.set(i, worst.get(i).orWorse(CheckEntry.of(placed.proof().checks().get(i))));
      }
    }
    List<String> places = proofs.stream().map(PlacedProof::place).distinct().sorted().toList();
    boolean golden = worst.stream().anyMatch(check -> check.name().startsWith("golden."));
    return new VerifyBundleSummary(bundle, places, golden, worst);
  }

  @Override
  public String text() {
    String lines = checks.stream().map(CheckEntry::line).collect(Collectors.joining("\n"));
    return "model bundle "
        + bundle
        + " on "
        + String.join(", ", places)
        + "\n"
        + lines
        + "\n"
        + (golden
            ? "proved, with the numbers of its checkpoint"
            : "proved but for golden numbers, which the bundle does not hold");
  }
}
