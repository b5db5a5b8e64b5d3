package org.tokenquarry.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tokenquarry.error.UserException;

/**
 * Reads the pickle of one tensor. A pickle is a program for a machine with a stack; this machine
 * knows the few instructions that {@code torch.save} needs for a tensor, and the names in {@link
 * Global}. It runs nothing: a known name stands for a value of our own, and any other name or
 * instruction ends it.
 */
final class Unpickler {

  /** The pickle of a tensor has some hundred bytes. */
  static final int MOST_BYTES = 1 << 16;

  /** Begins a tuple of any length on the stack. */
  private static final Object MARK = new Object();

  /** An ordered dictionary without entries: the hooks of a tensor. */
  private static final Object NO_ENTRIES = new Object();

  private static final Object NONE = new Object();

  private final ByteBuffer program;
  private final String name;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  /**
   * Prepares to read.
   *
   * @param pickle the program
   * @param name of the file, for messages
   */
  Unpickler(byte[] pickle, String name) {
    this.program = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.name = name;
  }

  /**
   * The tensor that the pickle describes.
   *
   * @throws UserException {@code codebook-file-unsafe} if it has something else, {@code
   *     codebook-file-damaged} if it is no pickle
   */
  TorchTensor tensor() {
    try {
      while (true) {
        int at = program.position();
        int instruction = Byte.toUnsignedInt(program.get());
        if (instruction == '.') {
          return as(TorchTensor.class, pop());
        }
        run(instruction, at);
      }
    } catch (BufferUnderflowException e) {
      throw damaged("it ends too early");
    }
  }

  private void run(int instruction, int at) {
    switch (instruction) {
      case 0x80 -> program.get(); // PROTO
      case 0x95 -> program.getLong(); // FRAME
      case 'c' -> push(Global.of(line() + "." + line(), name));
      case 0x93 -> { // STACK_GLOBAL
        String last = as(String.class, pop());
        push(Global.of(as(String.class, pop()) + "." + last, name));
      }
      case 'q' -> memo.put((long) Byte.toUnsignedInt(program.get()), top());
      case 'r' -> memo.put(unsigned(), top());
      case 0x94 -> memo.put((long) memo.size(), top()); // MEMOIZE
      case 'h' -> push(remembered(Byte.toUnsignedInt(program.get())));
      case 'j' -> push(remembered(unsigned()));
      case '(' -> push(MARK);
      case 'X' -> push(text(unsigned()));
      case 0x8c -> push(text(Byte.toUnsignedInt(program.get()))); // SHORT_BINUNICODE
      case 'J' -> push((long) program.getInt());
      case 'K' -> push((long) Byte.toUnsignedInt(program.get()));
      case 'M' -> push((long) Short.toUnsignedInt(program.getShort()));
      case 0x8a -> push(whole(Byte.toUnsignedInt(program.get()))); // LONG1
      case 0x88 -> push(true); // NEWTRUE
      case 0x89 -> push(false); // NEWFALSE
      case 'N' -> push(NONE);
      case ')' -> push(List.of());
      case 0x85 -> push(tuple(1)); // TUPLE1
      case 0x86 -> push(tuple(2)); // TUPLE2
      case 0x87 -> push(tuple(3)); // TUPLE3
      case 't' -> push(markedTuple());
      case 'Q' -> push(storage(tuple(pop())));
      case 'R' -> {
        List<?> arguments = tuple(pop());
        push(made(as(Global.class, pop()), arguments));
      }
      default ->
          throw ForeignErrors.unsafe(
              name, "the instruction 0x%02x at byte %d of its pickle".formatted(instruction, at));
    }
  }

  private static final Map<String, Element> STORAGES =
      Map.of(
          "torch.HalfStorage",
          Element.FLOAT16,
          "torch.BFloat16Storage",
          Element.BFLOAT16,
          "torch.FloatStorage",
          Element.FLOAT32,
          "torch.DoubleStorage",
          Element.FLOAT64);

  /** A name that a pickle may use. It is not looked up anywhere. */
  private record Global(String path) {

    static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    static final String DICTIONARY = "collections.OrderedDict";

    static Global of(String path, String file) {
      if (!path.equals(TENSOR) && !path.equals(DICTIONARY) && !STORAGES.containsKey(path)) {
        throw ForeignErrors.unsafe(
            file, "the name " + ForeignErrors.shown(path) + " in its pickle");
      }
      return new Global(path);
    }
  }

  private Object made(Global function, List<?> arguments) {
    if (function.path().equals(Global.DICTIONARY) && arguments.isEmpty()) {
      return NO_ENTRIES;
    }
    // Storage, offset, extents, strides, whether it needs gradients, hooks; metadata since PyTorch
    // 2.
    if (!function.path().equals(Global.TENSOR) || arguments.size() < 4 || arguments.size() > 7) {
      throw ForeignErrors.unsafe(name, "a call of " + function.path() + " in its pickle");
    }
    long[] extents = numbers(tuple(arguments.get(2)));
    long[] strides = numbers(tuple(arguments.get(3)));
    if (extents.length != strides.length) {
      throw damaged("its extents and strides are not as many");
    }
    return new TorchTensor(
        as(TorchTensor.Storage.class, arguments.get(0)),
        as(Long.class, arguments.get(1)),
        extents,
        strides);
  }

  private TorchTensor.Storage storage(List<?> id) {
    if (id.size() != 5 || !id.get(0).equals("storage")) {
      throw damaged("it names no storage");
    }
    String type = as(Global.class, id.get(1)).path();
    Element element = STORAGES.get(type);
    if (element == null) {
      throw ForeignErrors.type(name, type);
    }
    // The fourth is the device that the tensor was on.
    long count = as(Long.class, id.get(4));
    if (count < 0) {
      throw damaged("a storage has " + count + " numbers");
    }
    return new TorchTensor.Storage(element, as(String.class, id.get(2)), count);
  }

  private long[] numbers(List<?> tuple) {
    return tuple.stream().mapToLong(each -> as(Long.class, each)).toArray();
  }

  private List<?> tuple(Object value) {
    return as(List.class, value);
  }

  private List<Object> tuple(int length) {
    Object[] items = new Object[length];
    for (int i = length - 1; i >= 0; i--) {
      items[i] = pop();
    }
    return List.of(items);
  }

  private List<Object> markedTuple() {
    Deque<Object> items = new ArrayDeque<>();
    for (Object item = popAny(); item != MARK; item = popAny()) {
      items.addFirst(item);
    }
    return Collections.unmodifiableList(new ArrayList<>(items));
  }

  private <T> T as(Class<T> type, Object value) {
    if (!type.isInstance(value)) {
      throw damaged("it describes no tensor");
    }
    return type.cast(value);
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    Object top = pop();
    push(top);
    return top;
  }

  private Object pop() {
    Object value = popAny();
    if (value == MARK) {
      throw damaged("it describes no tensor");
    }
    return value;
  }

  private Object popAny() {
    if (stack.isEmpty()) {
      throw damaged("it takes more than there is");
    }
    return stack.remove(stack.size() - 1);
  }

  private Object remembered(long key) {
    Object value = memo.get(key);
    if (value == null) {
      throw damaged("it recalls what it did not keep");
    }
    return value;
  }

  private long unsigned() {
    return Integer.toUnsignedLong(program.getInt());
  }

  /** A number of at most 8 bytes, little-endian, in two's complement. */
  private long whole(int length) {
    if (length > Long.BYTES) {
      throw damaged("a number has " + length + " bytes");
    }
    long value = 0;
    int shift = 0;
    for (int i = 0; i < length; i++, shift += Byte.SIZE) {
      value |= (long) Byte.toUnsignedInt(program.get()) << shift;
    }
    return length == 0 || length == Long.BYTES ? value : (value << (64 - shift)) >> (64 - shift);
  }

  private String text(long length) {
    if (length > program.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) length];
    program.get(bytes);
    return new String(bytes, UTF_8);
  }

  private String line() {
    int from = program.position();
    while (program.get() != '\n') {
      // On to its end.
    }
    return new String(program.array(), from, program.position() - 1 - from, UTF_8);
  }

  private UserException damaged(String what) {
    return ForeignErrors.damaged(name, "its pickle is wrong: " + what);
  }
}
