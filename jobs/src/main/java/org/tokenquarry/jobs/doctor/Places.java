package org.tokenquarry.jobs.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.tokenquarry.jobs.job.JobContext;

/** Local directories that a run writes to. */
final class Places {

  private Places() {}

  /** By what they are for; the warehouse is left out where it is not on this machine. */
  static Map<String, Path> local(JobContext context) throws IOException {
    Map<String, Path> places = new LinkedHashMap<>();
    Optional<Path> warehouse = localWarehouse(context);
    warehouse.ifPresent(path -> places.put("warehouse", existing(path)));
    places.put("temporary directory", existing(Path.of(System.getProperty("java.io.tmpdir"))));
    return places;
  }

  private static Optional<Path> localWarehouse(JobContext context) throws IOException {
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(context.settings().warehouse().path());
    FileSystem fs = path.getFileSystem(context.run().hadoop().get());
    return fs.getUri().getScheme().equals("file")
        ? Optional.of(Path.of(fs.makeQualified(path).toUri().getPath()))
        : Optional.empty();
  }

  /** The directory itself, or the nearest one above it that exists. */
  static Path existing(Path path) {
    Path each = path.toAbsolutePath();
    while (!Files.exists(each) && each.getParent() != null) {
      each = each.getParent();
    }
    return each;
  }
}
