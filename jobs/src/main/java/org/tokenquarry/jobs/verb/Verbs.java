package org.tokenquarry.jobs.verb;

import java.util.HashMap;
import java.util.Map;
import org.tokenquarry.jobs.job.Job;

/** Which job does the work of each verb. The only place that knows them all. */
public final class Verbs {

  private Verbs() {}

  /** Jobs by the name of their verb. */
  public static Map<String, Job> byName() {
    Map<String, Job> verbs = new HashMap<>();
    verbs.put("scenes", new ScenesVerb());
    verbs.put("ingest", new IngestVerb());
    verbs.put("calibrate", new CalibrateVerb());
    verbs.put("mine", new MineVerb());
    verbs.put("cluster", new ClusterVerb());
    verbs.put("evaluate", new EvaluateVerb());
    verbs.put("publish", new PublishVerb());
    verbs.put("export", new ExportVerb());
    verbs.put("report", new ReportVerb());
    verbs.put("list", new ListVerb());
    verbs.put("verify-bundle", new VerifyBundleVerb());
    verbs.put("plan", new PlanVerb());
    verbs.put("show", new ShowVerb());
    verbs.put("bench engine", new BenchEngineVerb());
    verbs.put("bench bundle", new BenchBundleVerb());
    verbs.put("bench scaling", new BenchScalingVerb());
    verbs.put("bench start", new BenchStartVerb());
    verbs.put("nightly", new NightlyVerb(verbs));
    return Map.copyOf(verbs);
  }
}
