package org.tokenquarry.jobs.faults;

import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.FaultyFileSystem;
import org.tokenquarry.jobs.StayingSpark;
import org.tokenquarry.jobs.TinyWarehouses;

/** What the trials of a class share: a directory, and a Spark context that stays. */
@Tag("faults")
public abstract class FaultTrials {

  @TempDir protected static Path directory;
  private static StayingSpark spark;
  private static PrintStream out;

  @BeforeAll
  static void startSpark() {
    out = System.out;
    spark = StayingSpark.forFaults();
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  @AfterEach
  void mend() {
    FaultyFileSystem.mend();
    showOutput();
  }

  /** Runs that end at the same time put back each other's standard output. */
  static void showOutput() {
    System.setOut(out);
  }

  /** Warehouses in the directory, without faults. */
  static TinyWarehouses local() {
    return new TinyWarehouses(directory);
  }

  /** The same warehouses, with faults. */
  static TinyWarehouses faulty() {
    return new TinyWarehouses(FaultyFileSystem.path(directory));
  }

  /** A night with faults. */
  static Commands.Result faultyNight(String name, String... more) {
    return Nights.run(faulty(), name, more);
  }
}
