package org.tokenquarry.foreign;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Tag;

/** Whatever the bytes, the reader of safetensors reads or refuses them. */
@Tag("fuzz")
class SafetensorsFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void onlyTypedErrors(byte[] bytes) throws Throwable {
    TypedErrors.only(
        () ->
            new SafetensorsFile(new FileBytes(new SeekableInMemoryByteChannel(bytes), "a"))
                .read(Optional.empty()));
  }
}
