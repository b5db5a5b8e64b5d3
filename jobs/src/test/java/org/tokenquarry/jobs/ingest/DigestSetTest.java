package org.tokenquarry.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tokenquarry.digest.Sha256;

/** A set of digests knows what was added, also when it grows. */
class DigestSetTest {

  @Test
  void itSaysWhatASetOfTextsSays() {
    DigestSet digests = new DigestSet(0);
    Set<String> texts = new HashSet<>();
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      String digest = Sha256.of("image " + random.nextInt(9_000));
      assertThat(digests.contains(digest)).isEqualTo(texts.contains(digest));
      assertThat(digests.add(digest)).isEqualTo(texts.add(digest));
    }
    assertThat(digests.size()).isEqualTo(texts.size());
    assertThat(digests.contains(Sha256.of("another"))).isFalse();
  }

  @Test
  void aDigestThatBeginsWithZerosIsOneLikeOthers() {
    DigestSet digests = new DigestSet(10);
    String zeros = "0".repeat(64);
    assertThat(digests.contains(zeros)).isFalse();
    assertThat(digests.add(zeros)).isTrue();
    assertThat(digests.add(zeros)).isFalse();
  }
}
