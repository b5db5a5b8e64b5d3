package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.BrokenBundle;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.FaultyFileSystem;
import org.tokenquarry.jobs.TinyWarehouses;
import org.tokenquarry.jobs.cli.ExitCode;

/** A night with another model or other settings, before or between two nights that are alike. */
class ChangedInputsTest extends FaultTrials {

  private static final List<String> SETTINGS =
      List.of("experiment.maxTop1Probability=0.09", "cluster.clusters=3");

  /** Tables in which a night is cut off, before its second commit to them; none to let it end. */
  private static final List<String> CUTS = List.of("", "mined", "codebooks");

  private static Nights nights;

  @BeforeAll
  static void prepare() throws IOException {
    nights = new Nights(directory);
  }

  @Test
  void anotherModelIsRefused() {
    try (Trials trials = new Trials("another model between two nights, the first whole or cut")) {
      for (String cut : CUTS) {
        String name = "model" + cut;
        first(name, cut);
        long mined = nights.mined(name);
        Commands.Result other = nightOf(TinyWarehouses.BUNDLES + "tiny-no-cls", name);
        assertThat(other.error("code")).isEqualTo("warehouse-of-another-model");
        add(trials, cut, nights.compare(name, mined, nights.run(name)));
      }
    }
  }

  @Test
  void otherSettingsAreKeptApart() {
    try (Trials trials = new Trials("other settings between two nights, the first whole or cut")) {
      for (String setting : SETTINGS) {
        for (String cut : CUTS) {
          String name = "set" + SETTINGS.indexOf(setting) + cut;
          first(name, cut);
          Commands.Result other = nights.run(name, "--set", setting);
          assertThat(other.code()).as("%s", other.json()).isEqualTo(ExitCode.DONE);
          long mined = nights.minedOwn(name);
          Trial trial = nights.compareOwn(name, mined, nights.run(name));
          add(trials, setting + " " + cut, trial);
        }
      }
    }
  }

  @Test
  void aModelOfNanMinesNothing() throws IOException {
    Path bundle = BrokenBundle.nan(directory.resolve("nan"));
    try (Trials trials = new Trials("model that gives NaN, then the right one")) {
      Commands.Result fails = nightOf(bundle.toString(), "nan-night");
      assertThat(fails.error("code")).as("%s", fails.json()).isEqualTo("model-fails");
      assertThat(nights.mined("nan-night")).isZero();
      add(trials, "", nights.compare("nan-night", 0, nights.run("nan-night")));
    }
  }

  private static Commands.Result nightOf(String bundle, String name) {
    List<String> all = new ArrayList<>(Nights.arguments());
    all.addAll(List.of("--set", "mine.giveUpAfter=5"));
    return local().runOf(bundle, name, "nightly", all.toArray(String[]::new));
  }

  private static void add(Trials trials, String what, Trial trial) {
    trials.add(what, trial);
    assertThat(trial).matches(Trial::clean);
  }

  private static void first(String name, String cut) {
    if (!cut.isEmpty()) {
      FaultyFileSystem.is(
          new FaultyFileSystem.Fault() {
            private boolean gone;

            @Override
            public void beforeRename(org.apache.hadoop.fs.Path renamed) throws IOException {
              gone |=
                  renamed.toString().endsWith("/" + cut + "/_delta_log/%020d.json".formatted(2));
              if (gone) {
                throw new IOException("the disk is gone");
              }
            }
          });
    }
    Commands.Result ended =
        Nights.run(
            faulty(), name, "--set", "mine.imagesPerTask=1", "--set", "mine.imagesPerCommit=1");
    FaultyFileSystem.mend();
    assertThat(ended.code()).isEqualTo(cut.isEmpty() ? ExitCode.DONE : ExitCode.FAILURE);
  }
}
