package org.tokenquarry.jobs.question;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.FilenameUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tokenquarry.intake.IntakeRules;
import org.tokenquarry.source.LocalUri;

/** The frames of a video: the images of a folder, by their names. Folders in it are not read. */
final class FrameFolder {

  private FrameFolder() {}

  /**
   * The URIs of all frames.
   *
   * @param extensions of files that are frames
   * @throws IOException if there is no such folder, or it cannot be read
   */
  static List<String> uris(FileSystem fs, Path folder, List<String> extensions) throws IOException {
    Path whole = fs.makeQualified(folder);
    Optional<java.nio.file.Path> local = LocalUri.path(whole.toString());
    List<String> found = new ArrayList<>();
    if (local.isPresent()) {
      // Java lists it, because Hadoop skips names that are not UTF-8.
      try (Stream<java.nio.file.Path> files = Files.list(local.get())) {
        files.filter(Files::isRegularFile).map(LocalUri::of).forEach(found::add);
      }
    } else {
      for (FileStatus file : fs.listStatus(whole)) {
        if (file.isFile()) {
          found.add(file.getPath().toString());
        }
      }
    }
    return found.stream()
        .filter(uri -> extensions.contains(IntakeRules.extension(uri)))
        .filter(uri -> !FilenameUtils.getName(uri).startsWith("."))
        .sorted(Comparator.comparing(FilenameUtils::getName))
        .toList();
  }

  /**
   * Frames that are evenly spread, the first and the last among them, as {@code numpy.linspace(0, n
   * - 1, most, dtype=int)} gives them for LLaVA-Video.
   *
   * @param most how many; all of them where there are not more
   */
  static <T> List<T> sampled(List<T> frames, int most) {
    int last = frames.size() - 1;
    if (frames.size() <= most) {
      return frames;
    }
    // numpy multiplies by the rounded step; a quotient of whole numbers differs now and then.
    double step = most == 1 ? 0 : (double) last / (most - 1);
    return IntStream.range(0, most)
        .mapToObj(i -> frames.get(i > 0 && i == most - 1 ? last : (int) (i * step)))
        .toList();
  }
}
