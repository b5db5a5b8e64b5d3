package org.tokenquarry.foreign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's format for one array, versions 1 to 3: a magic number, the length of the header, the
 * header (a dictionary as Python prints it), the numbers.
 */
final class NpyFile {

  private static final int MAGIC = 6;

  /** NumPy itself reads no header of more than 10,000 characters. */
  private static final int MOST_HEADER = 1 << 14;

  private static final Map<String, Element> TYPES =
      Map.of("<f2", Element.FLOAT16, "<f4", Element.FLOAT32, "<f8", Element.FLOAT64);

  private static final Pattern TYPE = Pattern.compile("['\"]descr['\"]: ?['\"]([^'\"]{1,40})['\"]");
  private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]: ?(True|False)");
  private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]: ?\\(([0-9L, ]{0,400})\\)");

  private final FileBytes file;
  private final String name;

  /** Prepares to read a file that begins with the magic number. */
  NpyFile(FileBytes file) {
    this.file = file;
    this.name = file.name();
  }

  ForeignMatrix read() throws IOException {
    int version = file.header(MAGIC, 2).get(0);
    if (version < 1 || version > 3) {
      throw ForeignErrors.damaged(name, "its format version is " + version);
    }
    int width = version == 1 ? Short.BYTES : Integer.BYTES;
    ByteBuffer stated = file.header(MAGIC + 2, width);
    long length =
        version == 1 ? Short.toUnsignedInt(stated.getShort()) : stated.getInt() & 0xffffffffL;
    if (length > MOST_HEADER) {
      throw ForeignErrors.damaged(name, "its header has " + length + " bytes");
    }
    int begin = MAGIC + 2 + width;
    String header =
        new String(file.header(begin, (int) length).array(), version == 3 ? UTF_8 : ISO_8859_1);
    return read(header, begin + length);
  }

  private ForeignMatrix read(String header, long begin) throws IOException {
    String type = field(TYPE, header, "type");
    Element element = TYPES.get(type);
    if (element == null) {
      throw ForeignErrors.type(name, type);
    }
    boolean columns = field(ORDER, header, "order").equals("True");
    Shape shape = Shape.of(extents(field(SHAPE, header, "shape")), name);
    long there = file.size() - begin;
    long needed = (long) shape.count() * element.size();
    if (there != needed) {
      throw ForeignErrors.damaged(
          name, "its numbers should have " + needed + " bytes, and there are " + there);
    }
    float[] stored = element.read(file.from(begin), shape.count());
    Strides strides = columns ? Strides.columns(shape) : Strides.rows(shape);
    return ForeignFile.plain(strides.matrix(shape, stored), "npy", element);
  }

  private String field(Pattern pattern, String header, String what) {
    Matcher found = pattern.matcher(header);
    if (!found.find()) {
      throw ForeignErrors.damaged(name, "its header has no plain " + what);
    }
    return found.group(1);
  }

  private long[] extents(String shape) {
    try {
      return Arrays.stream(shape.split(",", -1))
          .map(extent -> extent.strip().replaceFirst("L$", ""))
          .filter(extent -> !extent.isEmpty())
          .mapToLong(Long::parseLong)
          .toArray();
    } catch (NumberFormatException e) {
      throw ForeignErrors.damaged(name, "its shape is (" + shape + ")");
    }
  }
}
