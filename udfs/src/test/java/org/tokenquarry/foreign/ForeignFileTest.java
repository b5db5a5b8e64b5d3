package org.tokenquarry.foreign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.util.Float16Utils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/** Files that NumPy, safetensors and PyTorch wrote, and files that nobody should write. */
class ForeignFileTest {

  private static final float[] MATRIX = {0.5f, -1, 2, -0f, 3, 0.25f, -0.125f, 1.5f, 96, -7, 0, 1};

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "half.npy, npy, float16",
    "single.npy, npy, float32",
    "double.npy, npy, float64",
    "version-2.npy, npy, float32",
    "version-3.npy, npy, float32",
    "fortran.npy, npy, float32",
    "half.safetensors, safetensors, float16",
    "bfloat16.safetensors, safetensors, bfloat16",
    "single.safetensors, safetensors, float32",
    "several.safetensors, safetensors, float32",
    "half.pt, pt, float16",
    "bfloat16.pt, pt, bfloat16",
    "single.pt, pt, float32",
    "double.pt, pt, float64",
    "protocol-4.pt, pt, float32",
    "transposed.pt, pt, float32",
    "slice.pt, pt, float32"
  })
  void theSameMatrixComesOutOfEveryFormat(String file, String format, String dtype) {
    ForeignMatrix matrix = read(ForeignFiles.file(file), Optional.empty());
    assertThat(matrix.rows().dim()).isEqualTo(4);
    assertThat(bits(matrix.rows().values())).isEqualTo(bits(MATRIX));
    assertThat(matrix.format()).isEqualTo(format);
    assertThat(matrix.dtype()).isEqualTo(dtype);
  }

  @ParameterizedTest
  @CsvSource({
    "big-endian.npy, codebook-dtype-unknown, >f4",
    "whole-numbers.npy, codebook-dtype-unknown, <i8",
    "one-dimension.npy, codebook-shape-invalid, [4]",
    "no-rows.npy, codebook-shape-invalid, '[0, 4]'",
    "not-finite.npy, codebook-not-finite, 'row 1, column 3'",
    "unclear.safetensors, codebook-tensor-unclear, 'a, b'",
    "expanded.pt, codebook-file-damaged, the 1 numbers of its storage",
    "whole-numbers.pt, codebook-file-unsafe, torch.LongStorage",
    "parameter.pt, codebook-file-unsafe, torch._utils._rebuild_parameter",
    "dictionary.pt, codebook-file-unsafe, 0x7d",
    "legacy.pt, codebook-file-unknown, neither",
    "half.pkl, codebook-file-unknown, neither"
  })
  void whatIsNoCodebookIsRefused(String file, String code, String told) {
    Problem problem = refusal(ForeignFiles.file(file), Optional.empty());
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.cause()).contains(told, "the file of the user");
  }

  @Test
  void aTensorCanBeNamed() {
    Path several = ForeignFiles.file("several.safetensors");
    assertThat(read(several, Optional.of("other")).rows().values()[0]).isEqualTo(1);
    assertThat(refusal(several, Optional.of("scale")).code()).isEqualTo("codebook-shape-invalid");
    Problem missing = refusal(several, Optional.of("none"));
    assertThat(missing.code()).isEqualTo("codebook-tensor-unclear");
    assertThat(missing.cause()).contains("no tensor none", "other", "prototypes", "scale");
    assertThat(read(ForeignFiles.file("half.safetensors"), Optional.empty()).metadata())
        .containsEntry("source", "make.py");
  }

  @ParameterizedTest
  @CsvSource({"single.npy", "single.safetensors", "single.pt"})
  void aFileThatIsCutOffAnywhereIsRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(ForeignFiles.file(name));
    Path cut = directory.resolve("cut");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThat(refusal(cut, Optional.empty()).code())
          .as("%d bytes", length)
          .isIn("codebook-file-damaged", "codebook-file-unknown");
    }
    Files.write(cut, Arrays.copyOf(whole, whole.length + 1));
    if (!name.endsWith(".pt")) {
      assertThat(refusal(cut, Optional.empty()).code()).isEqualTo("codebook-file-damaged");
    }
  }

  @Test
  void aChangedNumberInAnArchiveIsNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(ForeignFiles.file("single.pt"));
    byte[] first =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(0.5f).putFloat(-1).array();
    int place = new String(bytes, ISO_8859_1).indexOf(new String(first, ISO_8859_1));
    bytes[place] ^= 1;
    Path changed = Files.write(directory.resolve("changed"), bytes);
    assertThat(refusal(changed, Optional.empty()).cause()).contains("checksum");
  }

  @Test
  void aProgramInAPickleDoesNotRun() throws IOException {
    Path proof = directory.resolve("proof");
    String program = "cposix\nsystem\nX" + size("touch " + proof) + "touch " + proof + "\u0085R.";
    Problem problem = refusal(archive(program.getBytes(ISO_8859_1)), Optional.empty());
    assertThat(problem.code()).isEqualTo("codebook-file-unsafe");
    assertThat(problem.cause()).contains("posix.system", "nothing was run");
    assertThat(proof).doesNotExist();
  }

  @Test
  void noMemoryIsTakenForWhatAFileOnlyClaims() throws IOException {
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (40000, 50000), }";
    ByteBuffer npy = ByteBuffer.allocate(10 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
    npy.put((byte) 0x93).put("NUMPY".getBytes(US_ASCII)).put((byte) 1).put((byte) 0);
    npy.putShort((short) header.length()).put(header.getBytes(US_ASCII));
    Path claimed = Files.write(directory.resolve("claimed"), npy.array());
    assertThat(refusal(claimed, Optional.empty()).cause())
        .contains("should have 16000000000 bytes, and there are 0");
    Files.write(
        claimed,
        new String(npy.array(), ISO_8859_1).replace("40000", "99999").getBytes(ISO_8859_1));
    assertThat(refusal(claimed, Optional.empty()).code()).isEqualTo("codebook-file-too-large");

    String json = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1000,1000],\"data_offsets\":[0,4000000]}}";
    byte[] safetensors =
        ByteBuffer.allocate(8 + json.length())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length())
            .put(json.getBytes(UTF_8))
            .array();
    Files.write(claimed, safetensors);
    assertThat(refusal(claimed, Optional.empty()).cause())
        .contains("should have 4000000 bytes, and there are 0");
  }

  @Test
  void textsOfAFileStayOnOneShortLine() throws IOException {
    String name = "a\\nb\\u001b" + "x".repeat(1000);
    String json =
        "{\"%s\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,0]},\"c\":{\"data_offsets\":[0,0]}}"
            .formatted(name);
    byte[] safetensors =
        ByteBuffer.allocate(8 + json.length())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length())
            .put(json.getBytes(UTF_8))
            .array();
    Problem problem =
        refusal(Files.write(directory.resolve("names"), safetensors), Optional.empty());
    assertThat(problem.cause()).hasSizeLessThan(300).doesNotContain("\n").contains("a?b?xx");
  }

  @Test
  void everyHalfIsTheNumberThatItStandsFor() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      float expected = Float16Utils.halfToFloat((short) bits);
      float read = Element.ofHalf((short) bits);
      assertThat(Float.floatToIntBits(read))
          .as("%04x", bits)
          .isEqualTo(Float.floatToIntBits(expected));
    }
  }

  /** An archive of PyTorch with another pickle. */
  private Path archive(byte[] pickle) throws IOException {
    Path file = directory.resolve("archive.pt");
    CRC32 crc = new CRC32();
    crc.update(pickle);
    ZipEntry entry = new ZipEntry("archive/data.pkl");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(pickle.length);
    entry.setCrc(crc.getValue());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(entry);
      out.write(pickle);
    }
    return file;
  }

  private static String size(String text) {
    return (char) text.length() + "\0\0\0";
  }

  private static ForeignMatrix read(Path file, Optional<String> tensor) {
    return ForeignFile.read(file, "the file of the user", tensor);
  }

  private static Problem refusal(Path file, Optional<String> tensor) {
    return catchThrowableOfType(UserException.class, () -> read(file, tensor)).problems().get(0);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
