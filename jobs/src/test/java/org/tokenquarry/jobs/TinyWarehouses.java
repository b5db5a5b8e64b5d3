package org.tokenquarry.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Command lines about warehouses of the small random bundle. Their settings let its few tokens form
 * a codebook, and let it be published although it is asked few questions and gets most wrong.
 *
 * @param location of the folder that holds the warehouses
 */
public record TinyWarehouses(String location) {

  public static final String BUNDLES = "../udfs/src/test/resources/bundles/";
  public static final String BUNDLE = BUNDLES + "tiny";

  /** Warehouses in a folder. */
  public TinyWarehouses(Path directory) {
    this(directory.toString());
  }

  /** Runs a verb with these settings. */
  public Commands.Result run(String name, String verb, String... more) {
    return runOf(BUNDLE, name, verb, more);
  }

  /** Runs a verb with these settings and another model. */
  public Commands.Result runOf(String bundle, String name, String verb, String... more) {
    return Commands.run(arguments(bundle, name, verb, more).toArray(String[]::new));
  }

  /** The command line of a verb with these settings. */
  public List<String> arguments(String name, String verb, String... more) {
    return arguments(BUNDLE, name, verb, more);
  }

  private List<String> arguments(String bundle, String name, String verb, String... more) {
    List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of("--warehouse", warehouse(name), "--model", bundle));
    for (String setting :
        List.of(
            "cluster.clusters=4",
            "cluster.contextIndependence.moreImagesThan=2",
            "experiment.maxTop1Probability=0.088",
            "experiment.maxDivergence=0.02",
            "publish.minQuestions=1",
            "publish.minImages=1",
            "publish.minUnprunedAccuracy=0",
            "publish.budgets=[0.2]")) {
      all.addAll(List.of("--set", setting));
    }
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** The path of a warehouse. */
  public String warehouse(String name) {
    return location + "/" + name;
  }
}
