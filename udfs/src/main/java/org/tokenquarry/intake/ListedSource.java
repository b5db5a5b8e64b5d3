package org.tokenquarry.intake;

import java.util.Locale;
import org.apache.parquet.example.data.Group;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.source.SourceKind;
import org.tokenquarry.source.SourceState;
import org.tokenquarry.task.RowSchema;

/**
 * One source that {@code ingest} has found, before anything of it is read.
 *
 * @param uri of the file
 * @param kind what it is
 * @param naming begins the URIs of images that have no name of their own, such as the path of their
 *     table
 * @param state when it was found
 */
public record ListedSource(String uri, SourceKind kind, String naming, SourceState state) {

  /** The columns of a listing. */
  public static final RowSchema<ListedSource> COLUMNS =
      RowSchema.<ListedSource>empty()
          .required("source_uri", DataTypes.StringType, ListedSource::uri)
          .required(
              "kind", DataTypes.StringType, source -> source.kind().name().toLowerCase(Locale.ROOT))
          .required("naming", DataTypes.StringType, ListedSource::naming)
          .required("length", DataTypes.LongType, source -> source.state().length())
          .required("modified", DataTypes.StringType, source -> source.state().modified());

  /** A file that is one image. */
  public static ListedSource image(String uri, SourceState state) {
    return new ListedSource(uri, SourceKind.IMAGE, uri, state);
  }

  /** The source of a row with {@link #COLUMNS}. */
  public static ListedSource of(Row row) {
    return new ListedSource(
        row.getAs("source_uri"),
        kind(row.getAs("kind")),
        row.getAs("naming"),
        new SourceState(row.getAs("length"), row.getAs("modified")));
  }

  /** The source of a row of Parquet with these columns. */
  static ListedSource of(Group row) {
    return new ListedSource(
        row.getString("source_uri", 0),
        kind(row.getString("kind", 0)),
        row.getString("naming", 0),
        new SourceState(row.getLong("length", 0), row.getString("modified", 0)));
  }

  /** The same source with another state. */
  ListedSource in(SourceState now) {
    return new ListedSource(uri, kind, naming, now);
  }

  private static SourceKind kind(String name) {
    return SourceKind.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
