package org.tokenquarry.jobs.report.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Funnel;
import org.tokenquarry.jobs.table.QuarantinedReason;

/** Made-up models of a page: one with everything, one with nothing. */
final class SampleReports {

  private SampleReports() {}

  /** Every part has something to show. */
  static ReportModel rich() {
    SampleImages images = new SampleImages();
    List<Prototype> prototypes = SamplePrototypes.prototypes(PrototypeForm.MEMBERS);
    return new ReportModel(
        new CodebookVersion(
            3,
            CodebookVersion.Status.CANDIDATE,
            "projected",
            "3f".repeat(32),
            "tiny-vlm",
            """
            {
              "cluster" : { "partition" : { "cells" : 12 } },
              "note" : "a < b & c"
            }""",
            "a1".repeat(32),
            "e1".repeat(32),
            64,
            9216,
            2241,
            2,
            prototypes.size(),
            "77".repeat(32),
            "run-2026-11-20",
            Instant.parse("2026-11-20T02:13:00Z"),
            null,
            null),
        List.of(
            new Problem(
                "too-few-prototypes",
                "Version 3 has 2 prototypes; publish.minPrototypes asks for 9 < 10.",
                "Mine more images or loosen the thresholds.")),
        SampleScores.thresholds(),
        SampleScores.funnel(),
        List.of(
            new QuarantinedReason("decode", "truncated", 2),
            new QuarantinedReason("decode", "too-many-pixels", 1)),
        SampleScores.distributions(),
        images.pictures(),
        images.maps(),
        prototypes,
        List.of(
            SampleEvaluations.evaluation("held-out scenes", 1.0),
            SampleEvaluations.crowded("small objects", 0.93)),
        SampleScores.words(),
        SampleAnalyses.analysis(),
        Optional.of(SamplePrototypes.drift()),
        List.of(
            new PastRun(
                "mine",
                Instant.parse("2026-11-20T02:13:00Z"),
                61.5,
                "model-fails: The model gave <nothing> of use.",
                List.of()),
            new PastRun(
                "ingest",
                Instant.parse("2026-11-20T02:12:00Z"),
                2,
                "",
                List.of("images 64", "quarantined 3"))),
        new Provenance(
            "TokenQuarry 0.1.0",
            List.of(
                new Provenance.Table("images", 4, 64),
                new Provenance.Table("experiments", 9, 9216)),
            "calibrated by quantiles on 40 images",
            "This model has seen drawings only."));
  }

  /** The same with prototypes of another form, of which a cluster has only one. */
  static ReportModel rich(PrototypeForm form) {
    ReportModel model = rich();
    Map<Integer, Prototype> first = new TreeMap<>();
    SamplePrototypes.prototypes(form)
        .forEach(prototype -> first.putIfAbsent(prototype.cluster(), prototype));
    return with(model, List.copyOf(first.values()), model.evaluations());
  }

  /** The same with other evaluations. */
  static ReportModel rich(List<Evaluation> evaluations) {
    ReportModel model = rich();
    return with(model, model.prototypes(), evaluations);
  }

  private static ReportModel with(
      ReportModel model, List<Prototype> prototypes, List<Evaluation> evaluations) {
    return new ReportModel(
        model.codebook(),
        model.refusals(),
        model.thresholds(),
        model.funnel(),
        model.quarantined(),
        model.distributions(),
        model.pictures(),
        model.tokenMaps(),
        prototypes,
        evaluations,
        model.words(),
        model.analysis(),
        model.drift(),
        model.runs(),
        model.provenance());
  }

  /** Nothing was mined and nothing was evaluated. */
  static ReportModel empty() {
    return new ReportModel(
        new CodebookVersion(
            0,
            CodebookVersion.Status.BUILDING,
            "projected",
            "",
            "tiny-vlm",
            "{}",
            "",
            "",
            0,
            0,
            0,
            0,
            0,
            "",
            "run-0",
            Instant.EPOCH,
            null,
            null),
        List.of(),
        List.of(),
        new Funnel(0, 0, 0, List.of()),
        List.of(),
        List.of(),
        List.of(),
        new TokenMaps("Redundancy", "", List.of(), 0),
        List.of(),
        List.of(),
        List.of(),
        Analysis.NONE,
        Optional.empty(),
        List.of(),
        new Provenance("TokenQuarry 0.1.0", List.of(), "as set", ""));
  }
}
