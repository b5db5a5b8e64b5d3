package org.tokenquarry.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FloatBytesTest {

  @Property
  void everyBitComesBack(@ForAll int[] bits) {
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat(bits[i]);
    }

    float[] back = FloatBytes.floats(FloatBytes.of(values));

    assertThat(IntStream.range(0, back.length).map(i -> Float.floatToRawIntBits(back[i])).toArray())
        .containsExactly(
            IntStream.range(0, back.length).map(i -> Float.floatToRawIntBits(values[i])).toArray());
  }

  @Test
  void bytesAreLittleEndian() {
    assertThat(FloatBytes.of(new float[] {9, 1, 9}, 1, 1)).containsExactly(0, 0, 0x80, 0x3f);
  }

  @Test
  void bytesThatAreNoFloatsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> FloatBytes.floats(new byte[7]));
  }
}
