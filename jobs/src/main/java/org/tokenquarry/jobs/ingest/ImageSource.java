package org.tokenquarry.jobs.ingest;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.error.UserException;
import org.tokenquarry.intake.IntakeRules;
import org.tokenquarry.intake.ListedSource;
import org.tokenquarry.jobs.table.OtherTable;
import org.tokenquarry.jobs.table.TableFile;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.source.SourceKind;
import org.tokenquarry.source.SourceState;

/**
 * Finds the sources behind the paths that the user gave, and opens none of them.
 *
 * <p>A folder stands for the images, archives and Parquet files below it (by their extensions), a
 * {@code .txt} file for the paths on its lines, a Delta folder for the files of its latest version,
 * any other file for itself.
 */
final class ImageSource {

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final String DELTA_LOG = "_delta_log";

  private final Warehouse warehouse;
  private final Configuration hadoop;
  private final IntakeRules rules;
  private final Consumer<ListedSource> found;
  private final IgnoredNames ignored = new IgnoredNames();
  private boolean any;

  /**
   * Prepares the search.
   *
   * @param found receives each source, in no order; one that was named twice, twice
   */
  ImageSource(
      Warehouse warehouse, Configuration hadoop, IntakeRules rules, Consumer<ListedSource> found) {
    this.warehouse = warehouse;
    this.hadoop = hadoop;
    this.rules = rules;
    this.found = found;
  }

  /**
   * Looks at every path.
   *
   * @return the files that were passed over because their names are not those of images
   * @throws UserException if a path does not exist, or nothing is found at all
   */
  IgnoredNames find(List<String> paths) {
    paths.forEach(this::look);
    if (!any) {
      throw IngestErrors.noImages(paths, rules.extensions());
    }
    return ignored;
  }

  private void look(String given) {
    try {
      GivenPath path = GivenPath.of(given, hadoop);
      Place place = path.place();
      if (!place.isFolder()) {
        lookAtFile(path, place);
      } else if (place.holds(DELTA_LOG)) {
        lookAtTable(place);
      } else {
        lookAtFolder(place);
      }
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw IngestErrors.pathMissing(given);
    } catch (FileSystemException | UnsupportedFileSystemException | IllegalArgumentException e) {
      throw IngestErrors.pathUnreadable(given, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void lookAtFile(GivenPath path, Place file) throws IOException {
    if (IntakeRules.extension(file.uri()).equals("txt")) {
      lookAtList(path, file);
    } else {
      found(file.uri(), file.uri(), file.state());
    }
  }

  /** Nobody looks at the files of a list here: tasks do, because there may be millions. */
  private void lookAtList(GivenPath path, Place list) throws IOException {
    // Bytes that are not UTF-8 give a name that does not exist, and only this line is quarantined.
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(list.open(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String name = line.replaceFirst("^" + BYTE_ORDER_MARK, "").strip();
        if (!name.isEmpty() && !name.startsWith("#")) {
          String uri = path.lineUri(name);
          found(uri, uri, SourceState.UNKNOWN);
        }
      }
    }
  }

  private void lookAtTable(Place table) {
    OtherTable other = new OtherTable(warehouse.spark(), table.uri());
    if (!hasImages(other.schema())) {
      throw IngestErrors.noContentColumn(table.uri());
    }
    for (TableFile file : other.files()) {
      found(
          new ListedSource(
              file.uri(),
              SourceKind.PARQUET,
              table.uri(),
              // Files of Delta tables are never changed.
              new SourceState(file.bytes(), "delta")));
    }
    any = true;
  }

  private static boolean hasImages(StructType columns) {
    if (isBinary(columns, "content")) {
      return true;
    }
    return Arrays.asList(columns.fieldNames()).contains("image")
        && columns.apply("image").dataType() instanceof StructType image
        && isBinary(image, "bytes");
  }

  private static boolean isBinary(StructType columns, String name) {
    return Arrays.asList(columns.fieldNames()).contains(name)
        && columns.apply(name).dataType().equals(DataTypes.BinaryType);
  }

  private void lookAtFolder(Place folder) throws IOException {
    // The warehouse may lie in the folder of the images.
    String own = new Path(warehouse.path(Tables.IMAGES)).getParent() + "/";
    folder.walk(
        new Place.Visitor() {
          @Override
          public void file(String uri, SourceState state) {
            if (uri.startsWith(own)) {
              return;
            }
            if (uri.contains("/" + DELTA_LOG + "/")) {
              throw IngestErrors.nestedTable(StringUtils.substringBefore(uri, "/" + DELTA_LOG));
            }
            boolean container = kind(uri) != SourceKind.IMAGE && !hidden(uri, folder.uri());
            if (container || rules.isImage(uri)) {
              found(uri, folder.uri(), state);
            } else {
              ignored.add(uri);
            }
          }

          @Override
          public void closed(String uri) {
            // Reading it fails later, with the reason.
            found(ListedSource.image(uri, SourceState.UNKNOWN));
          }
        });
  }

  /** Files that programs keep for themselves beside those of a table, as Spark passes them over. */
  private static boolean hidden(String uri, String folder) {
    String below = uri.substring(folder.length());
    return kind(uri) == SourceKind.PARQUET && (below.contains("/_") || below.contains("/."));
  }

  /**
   * A file.
   *
   * @param naming names the images of a table without names
   */
  private void found(String uri, String naming, SourceState state) {
    SourceKind kind = kind(uri);
    if (kind == SourceKind.PARQUET) {
      requireReadable(uri);
    }
    found(
        kind == SourceKind.PARQUET
            ? new ListedSource(uri, kind, naming, state)
            : new ListedSource(uri, kind, uri, state));
  }

  private void found(ListedSource source) {
    any = true;
    found.accept(source);
  }

  private static SourceKind kind(String uri) {
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    return SourceKind.of(name);
  }

  /** Hadoop's local file system looks for a checksum beside the file, and trips over the colon. */
  private static void requireReadable(String table) {
    if (table.substring(table.lastIndexOf('/') + 1).contains(":")) {
      throw IngestErrors.colonInTableName(table);
    }
  }
}
