package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/**
 * Finds the images that a user means: by the id, by its beginning (at least 8 digits), or by the
 * URI that the image was read from first.
 */
public final class NamedImages {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8,64}");
  private static final String IMAGE_ID = "image_id";
  private static final String URI = "source_uri";

  private final Warehouse warehouse;

  /** Looks for images in {@code warehouse}. */
  public NamedImages(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * The ids of some images, sorted.
   *
   * @param words one or more for each image
   * @throws UserException if there is no word, or with every word that stands for no image or for
   *     several
   */
  public List<String> ids(List<String> words) {
    if (words.isEmpty()) {
      throw TableErrors.noImageNamed();
    }
    List<Row> found = found(words);
    Set<String> ids = new TreeSet<>();
    List<Problem> problems = new ArrayList<>();
    for (String word : words) {
      Set<String> meant = new TreeSet<>();
      found.stream()
          .filter(row -> row.getString(0).startsWith(word) || word.equals(row.getString(1)))
          .forEach(row -> meant.add(row.getString(0)));
      if (meant.size() == 1) {
        ids.addAll(meant);
      } else {
        problems.add(TableErrors.notOneImage(word, meant.size()));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return List.copyOf(ids);
  }

  /** Few: a URI has one image, and so has the beginning of a digest, but for rare mistakes. */
  private List<Row> found(List<String> words) {
    Dataset<Row> known =
        warehouse
            .read(Tables.IMAGES)
            .select(IMAGE_ID, URI)
            .union(warehouse.read(Tables.FORGOTTEN).select(col(IMAGE_ID), lit("").as(URI)));
    Column wanted = col(URI).isin(words.toArray());
    for (String word : words) {
      if (ID.matcher(word).matches()) {
        wanted = wanted.or(col(IMAGE_ID).startsWith(word));
      }
    }
    return known.filter(wanted).collectAsList();
  }
}
