package org.tokenquarry.foreign;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Tag;

/** Whatever the bytes, the reader of NumPy files reads or refuses them. */
@Tag("fuzz")
class NpyFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void onlyTypedErrors(byte[] bytes) throws Throwable {
    TypedErrors.only(
        () -> new NpyFile(new FileBytes(new SeekableInMemoryByteChannel(bytes), "a")).read());
  }
}
