package org.tokenquarry.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every local file has one URI, by which it can be read. */
class LocalUriTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.jpg",
        "b c.jpg",
        "2024-01-01 12:30:05.jpg",
        "50%.jpg",
        "a%20b.jpg",
        "%FF.jpg",
        "a+b.jpg",
        "[a]{b,c}*?.jpg",
        "back\\slash.jpg",
        "quote\"'`.jpg",
        "#&=;@!$^|<>~.jpg",
        "line\nfeed.jpg",
        "\u0001.jpg",
        "e\u0301.jpg",
        "\u00e9.jpg",
        "\u3000\ud83d\ude00.jpg",
        " both sides ",
        "-dash.jpg",
        "dots...",
        "..two.jpg"
      })
  void aNameStandsForItself(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, name.getBytes(StandardCharsets.UTF_8));
    String uri = LocalUri.of(file);
    assertThat(uri).isEqualTo("file:" + directory + "/" + name);
    assertThat(LocalUri.path(uri)).contains(file);
    assertThat(new SourceReader(new Configuration()).read(uri, 1000)).asString().isEqualTo(name);
  }

  @Test
  void aNameThatIsNoUtf8IsPercentEncoded() throws IOException {
    Path file = Path.of(URI.create("file://" + directory + "/%FF%3A%25.jpg"));
    Files.write(file, new byte[] {1});
    String uri = LocalUri.of(file);
    assertThat(uri).isEqualTo("file://" + directory + "/%FF:%25.jpg");
    assertThat(LocalUri.path(uri)).contains(file);
    assertThat(new SourceReader(new Configuration()).read(uri, 1000)).containsExactly(1);
  }

  @Test
  void aFolderAndTheRootHaveNoSlashAtTheEnd() {
    assertThat(LocalUri.of(directory)).isEqualTo("file:" + directory);
    assertThat(LocalUri.of(Path.of("/"))).isEqualTo("file:/");
  }

  @Test
  void whatIsNoLocalFileIsLeftToHadoop() {
    assertThat(LocalUri.path("hdfs:///a")).isEmpty();
    assertThat(LocalUri.path("file://host/a")).isEmpty();
    assertThat(LocalUri.path("a:b.jpg")).isEmpty();
  }

  @Test
  void whatCannotBeReadIsAnIoException() {
    SourceReader reader = new SourceReader(new Configuration());
    for (String uri : new String[] {"file:/a\0b", "file:" + directory, "nowhere:/a", "a:b", ""}) {
      assertThatThrownBy(() -> reader.read(uri, 10)).as(uri).isInstanceOf(IOException.class);
    }
  }
}
