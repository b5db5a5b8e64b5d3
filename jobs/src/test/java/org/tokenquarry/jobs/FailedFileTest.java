package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.pack.FileLayout;
import org.tokenquarry.pack.RowFile;

/** A file that cannot be written says why, and is not left behind. */
class FailedFileTest {

  private static final StructType SCHEMA = new StructType().add("n", DataTypes.IntegerType, false);

  @TempDir Path directory;

  @AfterEach
  void mend() {
    FaultyFileSystem.mend();
  }

  @BeforeEach
  void fillTheDisk() {
    FaultyFileSystem.is(
        new FaultyFileSystem.Fault() {
          @Override
          public int beforeWrite(org.apache.hadoop.fs.Path file, int bytes) {
            return 0;
          }
        });
  }

  @Test
  void theDiskIsFullWhenItEnds() throws IOException {
    try (RowFile file = begun()) {
      assertThatThrownBy(file::finish)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left on device");
    }
    assertThat(directory).isEmptyDirectory();
  }

  /** What failed before it is told, and not what fails in the end of a file that nobody wants. */
  @Test
  void theDiskIsFullWhenItIsThrownAway() throws IOException {
    begun().close();
    assertThat(directory).isEmptyDirectory();
  }

  private RowFile begun() throws IOException {
    RowFile file =
        RowFile.create(
            new Configuration(),
            new org.apache.hadoop.fs.Path(FaultyFileSystem.path(directory)),
            SCHEMA,
            FileLayout.RESULTS);
    file.write(RowFactory.create(1));
    return file;
  }
}
