package org.tokenquarry.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Files and numbers in the test resources of this package. */
public final class Goldens {

  private static final int LENGTH_BYTES = 8;

  private final ByteBuffer tensors;
  private final JsonNode header;

  /** Opens the numbers that CLIPImageProcessor and Pillow computed (safetensors, gzipped). */
  public Goldens() throws IOException {
    this(unzipped("preprocessing/golden.safetensors.gz"));
  }

  private Goldens(byte[] content) throws IOException {
    tensors = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    byte[] json = new byte[(int) tensors.getLong(0)];
    tensors.get(LENGTH_BYTES, json);
    header = new ObjectMapper().readTree(json);
  }

  /** Opens the numbers that the reference computed for a tiny checkpoint. */
  public static Goldens ofCheckpoint(String name) throws IOException {
    return new Goldens(file("/checkpoints/" + name + ".safetensors"));
  }

  /** Opens the 8-bit whole views that SmolVLM's image processor made. */
  public static Goldens ofWholeViews() throws IOException {
    return new Goldens(file("preprocessing/whole_views.safetensors"));
  }

  private static byte[] unzipped(String name) throws IOException {
    try (InputStream in = open(name);
        GZIPInputStream unzipped = new GZIPInputStream(in)) {
      return unzipped.readAllBytes();
    }
  }

  public static byte[] file(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  public static RgbImage image(String name) throws IOException, UnreadableImageException {
    return new ImageDecoder(ImageLimits.DEFAULT).decode(file(name)).image();
  }

  private static InputStream open(String name) {
    return Goldens.class.getResourceAsStream(name);
  }

  public float[] floats(String name) {
    float[] values = new float[bytes(name).remaining() / Float.BYTES];
    bytes(name).asFloatBuffer().get(values);
    return values;
  }

  /** The numbers of a tensor of 64-bit integers. */
  public long[] longs(String name) {
    long[] values = new long[bytes(name).remaining() / Long.BYTES];
    bytes(name).asLongBuffer().get(values);
    return values;
  }

  /** The numbers of one element of a batch. */
  public float[] floats(String name, int index, int length) {
    return Arrays.copyOfRange(floats(name), index * length, (index + 1) * length);
  }

  /** The bytes of an 8-bit tensor. */
  public byte[] octets(String name) {
    byte[] values = new byte[bytes(name).remaining()];
    bytes(name).get(values);
    return values;
  }

  public RgbImage rgb(String name) {
    JsonNode shape = header.get(name).get("shape");
    byte[] rgb = new byte[bytes(name).remaining()];
    bytes(name).get(rgb);
    return new RgbImage(shape.get(1).asInt(), shape.get(0).asInt(), rgb);
  }

  private ByteBuffer bytes(String name) {
    JsonNode offsets = header.get(name).get("data_offsets");
    int start = LENGTH_BYTES + (int) tensors.getLong(0) + offsets.get(0).asInt();
    int length = offsets.get(1).asInt() - offsets.get(0).asInt();
    return tensors.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
