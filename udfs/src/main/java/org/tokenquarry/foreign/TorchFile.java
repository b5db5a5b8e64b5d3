package org.tokenquarry.foreign;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip archive without compression, with a
 * pickle that describes the tensor and one entry for its numbers.
 */
final class TorchFile {

  private static final String PICKLE = "/data.pkl";

  private final ZipFile zip;
  private final long length;
  private final String name;

  /**
   * Prepares to read.
   *
   * @param length of the file, in bytes
   * @param name of the file, for messages
   */
  TorchFile(ZipFile zip, long length, String name) {
    this.zip = zip;
    this.length = length;
    this.name = name;
  }

  /**
   * Opens the archive.
   *
   * @throws org.tokenquarry.error.UserException if it is none
   */
  static ZipFile open(Path file, String name) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException | EOFException e) {
      throw ForeignErrors.damaged(name, "it is no whole zip archive");
    }
  }

  ForeignMatrix read() throws IOException {
    List<? extends ZipEntry> pickles =
        looked(
            () -> zip.stream().filter(each -> each.getName().endsWith(PICKLE)).limit(2).toList());
    if (pickles.size() != 1) {
      throw ForeignErrors.unknown(name);
    }
    ZipEntry pickle = pickles.get(0);
    String prefix = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length() + 1);
    requireLittleEndian(prefix);
    if (pickle.getSize() > Unpickler.MOST_BYTES) {
      throw ForeignErrors.damaged(name, "its pickle has " + pickle.getSize() + " bytes");
    }
    TorchTensor tensor = new Unpickler(bytes(pickle), name).tensor();
    TorchTensor.Storage storage = tensor.storage();
    Shape shape = Shape.of(tensor.extents(), name);
    Strides strides = new Strides(tensor.offset(), tensor.strides()[0], tensor.strides()[1]);
    if (!strides.fit(shape, storage.count())) {
      throw ForeignErrors.damaged(
          name,
          "its tensor does not lie within the " + storage.count() + " numbers of its storage");
    }
    float[] stored = numbers(entry(prefix + "data/" + storage.key()), storage);
    return ForeignFile.plain(strides.matrix(shape, stored), "pt", storage.element());
  }

  private void requireLittleEndian(String prefix) throws IOException {
    ZipEntry order = looked(() -> zip.getEntry(prefix + "byteorder"));
    if (order != null
        && (order.getSize() > 6 || !new String(bytes(order), US_ASCII).equals("little"))) {
      throw ForeignErrors.type(name, "not little-endian");
    }
  }

  private ZipEntry entry(String path) {
    ZipEntry entry = looked(() -> zip.getEntry(path));
    if (entry == null) {
      throw ForeignErrors.damaged(name, "it has no entry " + ForeignErrors.shown(path));
    }
    return entry;
  }

  /** Names are decoded when they are looked at, which fails where they are no UTF-8. */
  private <T> T looked(Supplier<T> look) {
    try {
      return look.get();
    } catch (IllegalArgumentException e) {
      throw ForeignErrors.damaged(name, "a name in its zip archive is no text");
    }
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    requireStored(entry);
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (ZipException | EOFException e) {
      throw cutOff(entry);
    }
  }

  private float[] numbers(ZipEntry entry, TorchTensor.Storage storage) throws IOException {
    requireStored(entry);
    if (storage.count() > Shape.MOST) {
      throw ForeignErrors.tooLarge(name, "a storage of " + storage.count() + " numbers");
    }
    long needed = storage.count() * storage.element().size();
    if (entry.getSize() != needed) {
      throw ForeignErrors.damaged(
          name, "its numbers should have " + needed + " bytes, and there are " + entry.getSize());
    }
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      float[] numbers = storage.element().read(in, (int) storage.count());
      if (in.getChecksum().getValue() != entry.getCrc()) {
        throw ForeignErrors.damaged(name, "the checksum of its numbers is another");
      }
      return numbers;
    } catch (ZipException | EOFException e) {
      throw cutOff(entry);
    }
  }

  /** An entry that was compressed could be of any size when it is read. */
  private void requireStored(ZipEntry entry) {
    if (entry.getMethod() != ZipEntry.STORED
        || entry.getSize() != entry.getCompressedSize()
        || entry.getSize() > length) {
      throw ForeignErrors.damaged(
          name, "its entry " + ForeignErrors.shown(entry.getName()) + " is compressed");
    }
  }

  private RuntimeException cutOff(ZipEntry entry) {
    return ForeignErrors.damaged(
        name, "its entry " + ForeignErrors.shown(entry.getName()) + " cannot be read");
  }
}
