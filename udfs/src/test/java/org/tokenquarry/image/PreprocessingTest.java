package org.tokenquarry.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.image.Preprocessing.FirstResize;
import org.tokenquarry.image.Preprocessing.FirstResizeMode;
import org.tokenquarry.image.Preprocessing.PadMode;
import org.tokenquarry.image.Preprocessing.ResizeMode;

class PreprocessingTest {

  private static final String JSON =
      """
      {"resize":{"mode":"shortest-edge","size":96},"crop":{"height":96,"width":96},\
      "pad":{"mode":"square","colour":[122,116,104]},"resample":"bicubic",\
      "rescale":0.00392156862745098,"mean":[0.5,0.4,0.3],"std":[0.25,0.26,0.27]}""";

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void readsWhatABundleSays() throws Exception {
    Preprocessing read = mapper.readValue(JSON, Preprocessing.class);

    assertThat(read.resize().mode()).isEqualTo(ResizeMode.SHORTEST_EDGE);
    assertThat(read.crop().width()).isEqualTo(96);
    assertThat(read.pad().mode()).isEqualTo(PadMode.SQUARE);
    assertThat(read.std()).isEqualTo(List.of(0.25, 0.26, 0.27));
  }

  @Test
  void writesWhatItReads() throws Exception {
    assertThat(mapper.writeValueAsString(mapper.readValue(JSON, Preprocessing.class)))
        .isEqualTo(JSON);
  }

  @Test
  void needsNoPad() throws Exception {
    String json = JSON.replace("{\"mode\":\"square\",\"colour\":[122,116,104]}", "null");

    assertThat(mapper.readValue(json, Preprocessing.class).pad()).isNull();
  }

  @Test
  void readsWhatIsResizedFirst() throws Exception {
    String first = "\"resizeFirst\":[{\"mode\":\"longest-edge\",\"size\":2048},";
    String json = JSON.replaceFirst("\\{", "{" + first + "{\"mode\":\"multiple\",\"size\":512}],");

    Preprocessing read = mapper.readValue(json, Preprocessing.class);

    assertThat(read.resizeFirst())
        .containsExactly(
            new FirstResize(FirstResizeMode.LONGEST_EDGE, 2048),
            new FirstResize(FirstResizeMode.MULTIPLE, 512));
    assertThat(mapper.writeValueAsString(read)).isEqualTo(json);
    assertThatThrownBy(() -> mapper.readValue(json.replace("2048", "4097"), Preprocessing.class))
        .hasMessageContaining("preprocessing needs a first resize with a mode and a size to 4096");
  }

  @Test
  void travelsToExecutors() throws Exception {
    Preprocessing sent = mapper.readValue(JSON, Preprocessing.class);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(sent);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "size":96 | "size":95 | a crop that is not larger than the resized short side
          "size":96 | "size":0 | a resize mode and a size above 0
          "height":96 | "height":0 | a crop of at least one pixel
          [122,116,104] | [122,116,256] | a pad mode and a colour of three numbers from 0 to 255
          0.00392156862745098 | -1 | a rescale factor above 0
          [0.5,0.4,0.3] | [0.5,0.4] | a mean of three finite numbers
          [0.25,0.26,0.27] | [0.25,0,0.27] | a std of three numbers above 0
          "resample":"bicubic" | "resample":null | resize and resample
          "crop":{"height":96,"width":96} | "crop":null | a crop, or a resize to an area and neither crop nor pad
          "size":96} | "size":96,"least":1,"most":9216} | bounds of the area where it resizes to an area
          "shortest-edge" | "area" | bounds of the area where it resizes to an area
          """)
  void refusesWhatMakesNoSense(String good, String bad, String complaint) {
    assertThatThrownBy(() -> mapper.readValue(JSON.replace(good, bad), Preprocessing.class))
        .hasMessageContaining("preprocessing needs " + complaint);
  }
}
