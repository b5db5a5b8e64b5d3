package org.tokenquarry.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.pack.FileLayout;
import org.tokenquarry.pack.PackLimits;
import org.tokenquarry.pack.RowFile;
import org.tokenquarry.source.LocalUri;
import org.tokenquarry.source.SourceKind;
import org.tokenquarry.source.SourceReader;
import org.tokenquarry.source.SourceState;
import org.tokenquarry.task.Refusal;

/** What a task takes in, that nothing is lost, and what becomes of bad input. */
class IntakeTest {

  private static final ImageLimits LIMITS = new ImageLimits(100_000, 1_000_000, 100);
  private static final Set<String> EXTENSIONS = Set.of("png", "jpg");

  @TempDir Path directory;

  private final Configuration hadoop = new Configuration();
  private Path contents;

  @BeforeEach
  void makeDirectories() throws IOException {
    contents = Files.createDirectories(directory.resolve("contents"));
    Files.createDirectories(directory.resolve("listing"));
  }

  @Test
  void aContentIsWrittenOnceAndTheFirstUriStandsForAll() throws IOException {
    List<ListedSource> sources =
        List.of(file("a.png", png(1)), file("b.png", png(1)), file("c.png", png(2)));
    TakenUnit taken = one(sources);
    assertThat(images(taken))
        .extracting(TakenImage::uri)
        .containsExactly(uri("a.png"), uri("c.png"));
    assertThat(taken.repeated()).containsExactly(uri("b.png"));
    assertThat(taken.opened()).isEqualTo(3);
    assertThat(taken.bytesRead()).isEqualTo(2L * png(1).length + png(2).length);
    assertThat(taken.sources())
        .extracting(TakenSource::imageId)
        .containsExactly(Sha256.of(png(1)), Sha256.of(png(1)), Sha256.of(png(2)));
  }

  @Test
  void unitsAreCutByBytesAndByNumber() throws Exception {
    List<ListedSource> sources = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      sources.add(file("i" + i + ".png", png(i)));
    }
    sources.add(new ListedSource(uri("x.tar"), SourceKind.TAR, uri("x.tar"), SourceState.UNKNOWN));
    sources.add(file("z.png", png(99)));
    assertThat(units(sources, new PackLimits(1 << 20, 3)))
        .extracting(IntakeUnit::sources)
        .containsExactly(3, 3, 1, 1, 1);
    assertThat(units(sources.subList(0, 4), new PackLimits(3L * png(0).length, 100)))
        .extracting(IntakeUnit::sources)
        .containsExactly(2, 2);
  }

  @Test
  void theDivisionChangesNothing() throws Exception {
    List<ListedSource> sources = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      sources.add(file("i" + i + ".png", png(i % 5)));
    }
    List<TakenSource> whole = one(sources).sources();
    List<TakenSource> divided = new ArrayList<>();
    for (IntakeUnit unit : units(sources, new PackLimits(1 << 20, 2))) {
      divided.addAll(intake().on(unit).sources());
    }
    assertThat(divided).isEqualTo(whole);
  }

  @Test
  void whatIsWrongWithAFileIsCounted() throws IOException {
    List<ListedSource> sources = new ArrayList<>();
    sources.add(file("cut.png", Arrays.copyOf(png(1), 40)));
    sources.add(file("empty.png", new byte[0]));
    sources.add(file("large.png", new byte[100_001]));
    sources.add(ListedSource.image(uri("gone.png"), new SourceState(5, "then")));
    TakenUnit taken = one(sources);
    assertThat(taken.refused())
        .extracting(refused -> refused.refusal().reason())
        .containsExactly("truncated", "empty", "too-many-bytes", "unreachable");
    assertThat(taken.opened()).as("a file that is too long is not opened").isEqualTo(3);
    assertThat(taken.sources())
        .extracting(TakenSource::retryable)
        .containsExactly(false, false, false, true);
    assertThat(taken.sources().get(2).limits()).containsExactly("maxBytes=100000");
    assertThat(taken.packs()).isEmpty();
    assertThat(contents).isEmptyDirectory();
  }

  @Test
  void aFileThatChangedSinceItWasListedIsTakenInAsItIs() throws IOException {
    ListedSource listed = file("a.png", png(1));
    Files.write(directory.resolve("a.png"), png(2, 30));
    TakenUnit taken = one(List.of(listed));
    assertThat(images(taken))
        .extracting(TakenImage::imageId)
        .containsExactly(Sha256.of(png(2, 30)));
    assertThat(taken.sources().get(0).state())
        .isEqualTo(new SourceReader(hadoop).state(listed.uri()));
  }

  @Test
  void membersOfAnArchiveAreImagesOrCounted() throws IOException {
    for (String name : List.of("shard.tar", "shard.tar.gz", "shard.tgz")) {
      ListedSource shard =
          tar(
              name,
              tar -> {
                add(tar, "./000/a.png", png(1));
                add(tar, "000/a.json", "{}".getBytes(StandardCharsets.UTF_8));
                add(tar, "000/a.cls", new byte[] {1});
                add(tar, "../climbs.png", png(2));
                add(tar, "/absolute.png", png(3));
                add(tar, "000//a.png", png(4));
                add(tar, "cut.png", Arrays.copyOf(png(5), 40));
                add(tar, "large.png", new byte[100_001]);
                tar.putArchiveEntry(new TarArchiveEntry("folder/"));
                tar.closeArchiveEntry();
                TarArchiveEntry link = new TarArchiveEntry("l.png", TarConstants.LF_SYMLINK);
                link.setLinkName("/etc/passwd");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
                add(tar, "000/b.png", png(6));
              });
      TakenUnit taken = one(List.of(shard));
      assertThat(images(taken))
          .extracting(TakenImage::uri)
          .containsExactly(uri(name) + "#000/a.png", uri(name) + "#000/b.png");
      TakenSource source = taken.sources().get(0);
      assertThat(source.images()).isEqualTo(2);
      assertThat(source.ignored()).as("json, cls and the link").isEqualTo(3);
      assertThat(source.reasons())
          .isEqualTo(
              Map.of(
                  "unsafe-name", 2L, "duplicate-name", 1L, "truncated", 1L, "too-many-bytes", 1L));
      assertThat(source.limits()).containsExactly("extensions=jpg,png", "maxBytes=100000");
      assertThat(source.retryable()).isFalse();
    }
  }

  @Test
  void ofABrokenArchiveIsKeptWhatWasReadBefore() throws IOException {
    ListedSource whole =
        tar(
            "whole.tar",
            tar -> {
              add(tar, "a.png", png(1));
              add(tar, "b.png", png(2, 60));
            });
    byte[] bytes = Files.readAllBytes(directory.resolve("whole.tar"));
    byte[] noise = bytes.clone();
    // The header of the second member.
    Arrays.fill(noise, 1_024, 1_536, (byte) 'x');
    assertThat(whole.state().length()).isEqualTo(bytes.length);
    for (byte[] broken : List.of(Arrays.copyOf(bytes, 1_024 + 512 + 20), noise)) {
      TakenUnit taken = one(List.of(container("broken.tar", broken, SourceKind.TAR)));
      assertThat(images(taken))
          .extracting(TakenImage::uri)
          .containsExactly(uri("broken.tar") + "#a.png");
      assertThat(taken.sources().get(0).reasons()).isEqualTo(Map.of("broken-archive", 1L));
    }
    TakenUnit none =
        one(
            List.of(
                container("n.tgz", "no gzip".getBytes(StandardCharsets.UTF_8), SourceKind.TAR)));
    assertThat(none.sources().get(0).reasons()).isEqualTo(Map.of("broken-archive", 1L));
  }

  @Test
  void rowsOfATableAreImagesOrCounted() throws IOException {
    StructType flat =
        new StructType()
            .add("content", DataTypes.BinaryType, true)
            .add("source_uri", DataTypes.StringType, true);
    ListedSource table =
        table(
            flat,
            RowFactory.create(png(1), "camera"),
            RowFactory.create(png(2), null),
            RowFactory.create(null, "nothing"),
            RowFactory.create(null, null),
            RowFactory.create(Arrays.copyOf(png(3), 40), "camera"));
    TakenUnit taken = one(List.of(table));
    assertThat(images(taken))
        .extracting(TakenImage::uri)
        .containsExactly("camera", "file:/table#" + Sha256.of(png(2)));
    assertThat(taken.sources().get(0).reasons())
        .isEqualTo(Map.of("no-content", 2L, "truncated", 1L));
    assertThat(taken.refused().get(0).uri()).isEqualTo("nothing");
  }

  @Test
  void imagesOfTheHubAreRead() throws IOException {
    StructType image =
        new StructType()
            .add("bytes", DataTypes.BinaryType, true)
            .add("path", DataTypes.StringType, true);
    ListedSource table =
        table(
            new StructType().add("image", image, true).add("label", DataTypes.LongType, true),
            RowFactory.create(RowFactory.create(png(1), "cat.png"), 3L),
            RowFactory.create(RowFactory.create(png(2), null), 3L),
            RowFactory.create(RowFactory.create(null, "elsewhere.png"), 3L),
            RowFactory.create(null, 4L));
    TakenUnit taken = one(List.of(table));
    assertThat(images(taken))
        .extracting(TakenImage::uri)
        .containsExactly("file:/table#cat.png", "file:/table#" + Sha256.of(png(2)));
    assertThat(taken.sources().get(0).reasons()).isEqualTo(Map.of("no-content", 2L));
  }

  @Test
  void aParquetFileWithoutImagesAndOneThatIsNoneAreRefused() throws IOException {
    ListedSource other =
        table(new StructType().add("content", DataTypes.LongType, true), RowFactory.create(1L));
    byte[] noise = new byte[500];
    TakenUnit taken = one(List.of(other, container("none.parquet", noise, SourceKind.PARQUET)), 2);
    assertThat(taken.refused())
        .extracting(refused -> refused.refusal().reason())
        .containsExactly("no-content-column", "broken-table");
    assertThat(taken.refused()).extracting(RefusedImage::refusal).noneMatch(Refusal::retryable);
  }

  private static List<TakenImage> images(TakenUnit taken) {
    return taken.packs().stream().flatMap(pack -> pack.images().stream()).toList();
  }

  /** Takes in the sources, each container in a unit of its own, and joins the results. */
  private TakenUnit one(List<ListedSource> sources, int units) throws IOException {
    List<IntakeUnit> cut = units(sources, PackLimits.USUAL);
    assertThat(cut).hasSize(units);
    List<RefusedImage> refused = new ArrayList<>();
    TakenUnit last = null;
    for (IntakeUnit unit : cut) {
      last = intake().on(unit);
      refused.addAll(last.refused());
    }
    return new TakenUnit(
        0, last.packs(), last.repeated(), refused, last.sources(), last.opened(), last.bytesRead());
  }

  private TakenUnit one(List<ListedSource> sources) throws IOException {
    return one(sources, 1);
  }

  private List<IntakeUnit> units(List<ListedSource> sources, PackLimits limits) {
    CutUnits cut =
        new CutUnits(
            new SerializableConfiguration(hadoop), directory.resolve("listing").toString(), limits);
    Iterator<IntakeUnit> units = cut.call(0, sources.stream().map(IntakeTest::row).iterator());
    List<IntakeUnit> all = new ArrayList<>();
    units.forEachRemaining(all::add);
    return all;
  }

  private static Row row(ListedSource source) {
    Row values = ListedSource.COLUMNS.row(source);
    return new GenericRowWithSchema(
        IntStream.range(0, values.size()).mapToObj(values::get).toArray(),
        ListedSource.COLUMNS.schema());
  }

  private Intake intake() {
    return new Intake(
        new SerializableConfiguration(hadoop),
        contents.toString(),
        new IntakeRules(LIMITS, EXTENSIONS),
        PackLimits.USUAL);
  }

  private ListedSource file(String name, byte[] content) throws IOException {
    return container(name, content, SourceKind.IMAGE);
  }

  private ListedSource container(String name, byte[] content, SourceKind kind) throws IOException {
    Files.write(directory.resolve(name), content);
    return new ListedSource(uri(name), kind, uri(name), new SourceReader(hadoop).state(uri(name)));
  }

  private interface Filling {
    void fill(TarArchiveOutputStream tar) throws IOException;
  }

  private ListedSource tar(String name, Filling filling) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = name.endsWith(".tar") ? plain : new GZIPOutputStream(plain);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      filling.fill(tar);
    }
    return new ListedSource(
        uri(name), SourceKind.of(name), uri(name), new SourceReader(hadoop).state(uri(name)));
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private ListedSource table(StructType columns, Row... rows) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(directory.toString());
    try (RowFile file = RowFile.create(hadoop, folder, columns, FileLayout.RESULTS)) {
      for (Row row : rows) {
        file.write(row);
      }
      String written = uri(file.finish().name());
      return new ListedSource(
          written, SourceKind.PARQUET, "file:/table", new SourceReader(hadoop).state(written));
    }
  }

  private String uri(String name) {
    return LocalUri.of(directory.resolve(name));
  }

  private static byte[] png(int seed) throws IOException {
    return png(seed, 8);
  }

  /** A small image; every seed has other pixels. */
  private static byte[] png(int seed, int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 1 + seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
