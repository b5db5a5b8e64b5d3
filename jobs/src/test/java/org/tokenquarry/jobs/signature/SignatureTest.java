package org.tokenquarry.jobs.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.error.UserException;

/** Signatures are those of OpenSSF Model Signing, made with a key. */
class SignatureTest {

  private static final Path GOLDEN = Path.of("src/test/resources/signature");
  private static final SortedMap<String, String> FILES =
      new TreeMap<>(Map.of("a", "00".repeat(32), "c", "ab".repeat(32)));

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"P-256", "P-384", "P-521"})
  void whatWeSignIsValidAndAlwaysTheSame(String curve) {
    TestKeys keys = TestKeys.of(curve, directory);
    byte[] signature = SigningKey.read(keys.privateKey().toString()).sign("folder", FILES);
    assertThat(SigningKey.read(keys.sec1().toString()).sign("folder", FILES)).isEqualTo(signature);
    PublicKey publicKey = PublicKey.read(keys.publicKey().toString());
    assertThat(FolderSignature.verify("folder", signature, publicKey)).isEqualTo(FILES);
  }

  @Test
  void whatModelSigningSignedIsValid() throws IOException {
    byte[] signature = Files.readAllBytes(GOLDEN.resolve("of-model-signing.sig"));
    PublicKey key = PublicKey.read(GOLDEN.resolve("of-model-signing.pub").toString());
    assertThat(FolderSignature.verify("folder", signature, key))
        .containsOnlyKeys("B.txt", "a.txt", "sub/c");
  }

  @Test
  void anotherKeyOrAnotherStatementIsRefused() {
    TestKeys keys = TestKeys.of("P-256", directory);
    PublicKey right = PublicKey.read(keys.publicKey().toString());
    byte[] signature = SigningKey.read(keys.privateKey().toString()).sign("folder", FILES);
    TestKeys others = TestKeys.of("P-384", directory);
    refused(signature, PublicKey.read(others.publicKey().toString()), "by another key");
    String text = new String(signature, UTF_8);
    String payload = text.replaceAll(".*\"payload\":\"([^\"]*)\".*", "$1");
    String changed =
        new String(Base64.getDecoder().decode(payload), UTF_8).replace("\"a\"", "\"b\"");
    String forged =
        text.replace(payload, Base64.getEncoder().encodeToString(changed.getBytes(UTF_8)));
    refused(forged.getBytes(UTF_8), right, "does not fit");
    refused("{}".getBytes(UTF_8), right, "no bundle");
    refused("?".getBytes(UTF_8), right, "no JSON");
    String noSignature = text.replaceAll("\"sig\":\"[^\"]*\"", "\"sig\":\"AAAA\"");
    refused(noSignature.getBytes(UTF_8), right, "does not fit");
  }

  @Test
  void aFileWithoutAKeyThatCanBeUsedIsNamed() throws Exception {
    TestKeys keys = TestKeys.of("P-256", directory);
    Path text = Files.writeString(directory.resolve("text"), "no key");
    for (String file : List.of(text.toString(), "missing", keys.publicKey().toString())) {
      assertThatThrownBy(() -> SigningKey.read(file))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(file)
          .hasMessageContaining("openssl genpkey");
    }
    String rsa = TestKeys.rsa(directory).toString();
    assertThatThrownBy(() -> SigningKey.read(rsa)).hasMessageContaining("of no elliptic curve");
    String other = TestKeys.of("secp256k1", directory).privateKey().toString();
    assertThatThrownBy(() -> SigningKey.read(other)).hasMessageContaining("P-256, P-384, P-521");
  }

  private static void refused(byte[] signature, PublicKey key, String reason) {
    assertThatThrownBy(() -> FolderSignature.verify("folder", signature, key))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(reason);
  }
}
