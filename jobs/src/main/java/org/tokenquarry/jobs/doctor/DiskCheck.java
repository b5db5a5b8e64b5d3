package org.tokenquarry.jobs.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.job.JobContext;

/** Room on local disks. */
final class DiskCheck implements Check {

  private static final long MIB = 1 << 20;
  private static final long LEAST = 256 * MIB;
  private static final long LITTLE = 2048 * MIB;

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Finding look(JobContext context) throws IOException {
    List<String> told = new ArrayList<>();
    List<Problem> full = new ArrayList<>();
    List<Problem> little = new ArrayList<>();
    for (Map.Entry<String, Path> place : Places.local(context).entrySet()) {
      long room = Files.getFileStore(place.getValue()).getUsableSpace();
      String found =
          "The %s has %d MiB of room (%s).".formatted(place.getKey(), room / MIB, place.getValue());
      told.add(found);
      if (room < LITTLE) {
        (room < LEAST ? full : little)
            .add(new Problem("disk-full", found, "Make room, or choose another disk."));
      }
    }
    if (!full.isEmpty()) {
      return Finding.fails(full);
    }
    return little.isEmpty()
        ? Finding.ok(String.join(" ", told))
        : new Finding(Finding.Outcome.WARNING, little.get(0).cause(), little);
  }
}
