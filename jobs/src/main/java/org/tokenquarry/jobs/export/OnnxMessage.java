package org.tokenquarry.jobs.export;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A message of ONNX's schema (onnx.proto3), field by field. Its classes are on Maven Central only
 * inside of libraries that hide them.
 */
final class OnnxMessage {

  private static final int LENGTH_DELIMITED = 2;

  /** Writes one field. */
  private interface Field {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  /** An integer or an enumeration. */
  OnnxMessage with(int field, long value) {
    return add(coded -> coded.writeInt64(field, value));
  }

  /** A text. */
  OnnxMessage with(int field, String value) {
    return add(coded -> coded.writeString(field, value));
  }

  /** Bytes. */
  OnnxMessage with(int field, byte[] value) {
    return add(
        coded -> {
          coded.writeTag(field, LENGTH_DELIMITED);
          coded.writeUInt32NoTag(value.length);
          coded.writeRawBytes(value);
        });
  }

  /** A message. */
  OnnxMessage with(int field, OnnxMessage value) {
    return with(field, value.bytes());
  }

  private OnnxMessage add(Field field) {
    try {
      field.writeTo(out);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can always be written", e);
    }
  }

  /** The whole message. */
  byte[] bytes() {
    add(CodedOutputStream::flush);
    return bytes.toByteArray();
  }
}
