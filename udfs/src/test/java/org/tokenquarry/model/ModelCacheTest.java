package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {

  private static final int THREADS = 4;

  @TempDir Path temp;

  private final ModelCache cache = new ModelCache();

  @AfterEach
  void close() {
    cache.closeAll();
  }

  private LoadedModel acquire(String name) {
    return cache.acquire(TinyBundles.directory(name).toString(), ModelDevice.CPU);
  }

  @Test
  void tasksThatAskAtTheSameMomentShareOneModel() throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    Set<LoadedModel> models = new HashSet<>();
    try {
      List<Future<LoadedModel>> asked = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        asked.add(
            pool.submit(
                () -> {
                  start.await();
                  return acquire(TinyBundles.TINY);
                }));
      }
      for (Future<LoadedModel> model : asked) {
        models.add(model.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(models).hasSize(1);
    assertThat(cache.opened()).isEqualTo(1);
  }

  @Test
  void threadsThatShareAModelGetTheSameBits() throws Exception {
    LoadedModel model = acquire(TinyBundles.TINY);
    float[] alone = model.vision().tokens(TinyBundles.pixels(1, 24)).get(0).projected().values();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        results.add(
            pool.submit(
                () ->
                    acquire(TinyBundles.TINY)
                        .vision()
                        .tokens(TinyBundles.pixels(1, 24))
                        .get(0)
                        .projected()
                        .values()));
      }
      for (Future<float[]> result : results) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void theSameContentElsewhereIsTheSameModel() throws IOException {
    Path copy = TinyBundles.copy(TinyBundles.TINY, temp);
    assertThat(cache.acquire(copy.toString(), ModelDevice.CPU)).isSameAs(acquire(TinyBundles.TINY));
    TinyBundles.edit(copy, manifest -> manifest.put("padId", 1));
    LoadedModel changed = cache.acquire(copy.toString(), ModelDevice.CPU);
    assertThat(changed.manifest().padId()).isEqualTo(1);
    assertThat(cache.opened()).isEqualTo(2);
  }

  @Test
  void closingFreesAllAndWhatIsAskedForLaterLoadsAgain() {
    LoadedModel first = acquire(TinyBundles.TINY);
    LoadedModel other = acquire(TinyBundles.NO_CLS);
    NDManager scope = other.newScope();
    cache.closeAll();
    assertThat(cache.closed()).isEqualTo(2);
    assertThat(other.openScopes()).isEqualTo(1);
    scope.close();
    LoadedModel second = acquire(TinyBundles.TINY);
    assertThat(second).isNotSameAs(first);
    assertThat(second.vision().tokens(TinyBundles.pixels(1, 24))).hasSize(1);
    assertThat(cache.opened()).isEqualTo(3);
  }

  @Test
  void aBundleThatWasMendedLoadsAfterARefusal() throws IOException {
    Path copy = TinyBundles.copy(TinyBundles.TINY, temp);
    byte[] sound = Files.readAllBytes(copy.resolve("vision.pt"));
    Files.write(copy.resolve("vision.pt"), new byte[5]);
    assertThat(Refusal.problem(() -> cache.acquire(copy.toString(), ModelDevice.CPU)).cause())
        .contains("The file vision.pt", "is damaged");
    assertThat(cache.opened()).isZero();
    Files.write(copy.resolve("vision.pt"), sound);
    assertThat(cache.acquire(copy.toString(), ModelDevice.CPU).digest()).hasSize(64);
  }
}
