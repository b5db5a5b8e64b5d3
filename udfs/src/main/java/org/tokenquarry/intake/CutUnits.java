package org.tokenquarry.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.pack.FileLayout;
import org.tokenquarry.pack.PackLimits;
import org.tokenquarry.pack.RowFile;
import org.tokenquarry.pack.WrittenFile;
import org.tokenquarry.source.SourceKind;
import org.tokenquarry.task.RowSchema;

/**
 * Writes the sources of each partition to a file, in their order, and cuts them into units. A
 * container is a unit of its own. Other units have about the bytes of a pack. Of a partition only
 * its units are in memory.
 *
 * @param hadoop settings of file systems
 * @param directory of the files
 * @param packs how large a pack becomes
 */
public record CutUnits(SerializableConfiguration hadoop, String directory, PackLimits packs)
    implements Function2<Integer, Iterator<Row>, Iterator<IntakeUnit>> {

  private static final long serialVersionUID = 1L;

  /** A source and its place in the file. */
  private record Positioned(int position, ListedSource source) {}

  private static final RowSchema<Positioned> COLUMNS =
      ListedSource.COLUMNS
          .of(Positioned::source)
          .required(UnitSources.POSITION, DataTypes.IntegerType, Positioned::position);

  @Override
  public Iterator<IntakeUnit> call(Integer partition, Iterator<Row> sources) {
    List<int[]> cuts = new ArrayList<>();
    Path path = new Path(directory);
    try (RowFile file =
        RowFile.create(hadoop.value(), path, COLUMNS.schema(), FileLayout.RESULTS)) {
      write(sources, file, cuts);
      if (cuts.isEmpty()) {
        return List.<IntakeUnit>of().iterator();
      }
      WrittenFile written = file.finish();
      String uri = new Path(path, written.name()).toString();
      return cuts.stream()
          .map(cut -> new IntakeUnit(0, uri, written.bytes(), cut[0], cut[1]))
          .iterator();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Iterator<Row> sources, RowFile file, List<int[]> cuts) throws IOException {
    // A pack holds a little more than its images; its unit should still fit into one.
    long most = packs.bytes() - packs.bytes() / 16;
    long bytes = 0;
    boolean container = false;
    int[] cut = null;
    for (int position = 0; sources.hasNext(); position++) {
      ListedSource source = ListedSource.of(sources.next());
      file.write(COLUMNS.row(new Positioned(position, source)));
      boolean another = source.kind() != SourceKind.IMAGE;
      long length = Math.max(0, source.state().length());
      if (cut == null
          || container
          || another
          || bytes + length > most
          || cut[1] == packs.images()) {
        cut = new int[] {position, 0};
        cuts.add(cut);
        bytes = 0;
      }
      cut[1]++;
      bytes += length;
      container = another;
    }
  }
}
