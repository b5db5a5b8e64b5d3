package org.tokenquarry.jobs.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.tokenquarry.numeric.FloatBytes;
import org.tokenquarry.token.TokenMatrix;

/**
 * The rule {@code codebook} as an ONNX graph, which holds the prototypes: {@code tokens [N, D]
 * float32} and {@code k [1] int64} in, {@code scores [N] float64} and {@code places [k] int64},
 * ascending, out. It computes in double, as {@link Contract} says, but a runtime may add in another
 * order: tokens whose scores differ by less than that may change places.
 *
 * <p>The graph is in memory while it is written: {@code 4 n D} bytes, a few times.
 */
final class OnnxRule {

  static final String FILE = "codebook.onnx";

  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int DOUBLE = 11;

  /** Of the graph's operators: ReduceMax and ReduceSumSquare take their axes as an input since. */
  private static final int OPERATORS = 18;

  private static final int FORMAT = 8;

  private final OnnxMessage graph = new OnnxMessage();

  private OnnxRule() {}

  /**
   * The bytes of a model.
   *
   * @param prototypes {@code [n, D]}, as they are served
   */
  static byte[] of(TokenMatrix prototypes) {
    return new OnnxRule().model(prototypes);
  }

  private byte[] model(TokenMatrix prototypes) {
    node("Cast", List.of("tokens"), List.of("v"), cast());
    node("Cast", List.of("prototypes"), List.of("b"), cast());
    node("Mul", List.of("b", "inverse_lengths"), List.of("units"));
    node("Transpose", List.of("units"), List.of("columns"));
    node("MatMul", List.of("v", "columns"), List.of("products"));
    node("ReduceSumSquare", List.of("v", "along"), List.of("squares"), attribute("keepdims", 1));
    node("Sqrt", List.of("squares"), List.of("lengths"));
    node("Equal", List.of("lengths", "zero"), List.of("nothing"));
    node("Reciprocal", List.of("lengths"), List.of("reciprocals"));
    node("Where", List.of("nothing", "zero", "reciprocals"), List.of("scales"));
    node("Mul", List.of("products", "scales"), List.of("cosines"));
    node("ReduceMax", List.of("cosines", "along"), List.of("scores"), attribute("keepdims", 0));
    node("TopK", List.of("scores", "k"), List.of("least", "ranked"), smallest());
    node("TopK", List.of("ranked", "k"), List.of("places", "ranks"), smallest());
    graph.with(2, "redundancy");
    initializer(
        "prototypes",
        FLOAT,
        FloatBytes.of(prototypes.values()),
        prototypes.count(),
        prototypes.dim());
    initializer("inverse_lengths", DOUBLE, inverseLengths(prototypes), prototypes.count(), 1);
    initializer("zero", DOUBLE, new byte[Double.BYTES]);
    initializer("along", INT64, longs(1), 1);
    graph.with(11, value("tokens", FLOAT, dimension("N"), dimension(prototypes.dim())));
    graph.with(11, value("k", INT64, dimension(1)));
    graph.with(12, value("scores", DOUBLE, dimension("N")));
    graph.with(12, value("places", INT64, dimension("k")));
    return new OnnxMessage()
        .with(1, FORMAT)
        .with(2, "TokenQuarry")
        .with(7, graph)
        .with(8, new OnnxMessage().with(1, "").with(2, OPERATORS))
        .bytes();
  }

  private void node(
      String operator, List<String> inputs, List<String> outputs, OnnxMessage... attributes) {
    OnnxMessage node = new OnnxMessage();
    inputs.forEach(input -> node.with(1, input));
    outputs.forEach(output -> node.with(2, output));
    node.with(4, operator);
    for (OnnxMessage attribute : attributes) {
      node.with(5, attribute);
    }
    graph.with(1, node);
  }

  private static OnnxMessage cast() {
    return attribute("to", DOUBLE);
  }

  /** Of equal values the lower index comes first, by the definition of TopK. */
  private static OnnxMessage smallest() {
    return attribute("largest", 0);
  }

  private static OnnxMessage attribute(String name, long value) {
    int integer = 2;
    return new OnnxMessage().with(1, name).with(3, value).with(20, integer);
  }

  private void initializer(String name, int type, byte[] littleEndian, long... shape) {
    OnnxMessage tensor = new OnnxMessage();
    for (long length : shape) {
      tensor.with(1, length);
    }
    graph.with(5, tensor.with(2, type).with(8, name).with(9, littleEndian));
  }

  private static OnnxMessage value(String name, int type, OnnxMessage... dimensions) {
    OnnxMessage shape = new OnnxMessage();
    for (OnnxMessage dimension : dimensions) {
      shape.with(1, dimension);
    }
    OnnxMessage tensor = new OnnxMessage().with(1, type).with(2, shape);
    return new OnnxMessage().with(1, name).with(2, new OnnxMessage().with(1, tensor));
  }

  private static OnnxMessage dimension(long length) {
    return new OnnxMessage().with(1, length);
  }

  private static OnnxMessage dimension(String name) {
    return new OnnxMessage().with(2, name);
  }

  private static byte[] inverseLengths(TokenMatrix prototypes) {
    ByteBuffer bytes =
        ByteBuffer.allocate(prototypes.count() * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < prototypes.count(); i++) {
      bytes.putDouble(prototypes.inverseNorm(i));
    }
    return bytes.array();
  }

  private static byte[] longs(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
