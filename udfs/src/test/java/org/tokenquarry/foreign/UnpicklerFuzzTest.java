package org.tokenquarry.foreign;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** Whatever the bytes, the machine for pickles makes a tensor or refuses them. */
@Tag("fuzz")
class UnpicklerFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void onlyTypedErrors(byte[] bytes) throws Throwable {
    TypedErrors.only(() -> new Unpickler(bytes, "a").tensor());
  }
}
