package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.engine.StandardCapabilities;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.error.Problem;

class TaskDeviceTest {

  @Test
  void aTaskWithAGpuUsesItUnlessToldOtherwise() {
    List<String> addresses = List.of(" 3 ", "5");
    assertThat(TaskDevice.choose(DevicePreference.AUTO, addresses)).isEqualTo(ModelDevice.gpu(3));
    assertThat(TaskDevice.choose(DevicePreference.GPU, addresses)).hasToString("gpu:3");
    assertThat(TaskDevice.choose(DevicePreference.CPU, addresses)).isEqualTo(ModelDevice.CPU);
  }

  @Test
  void aTaskWithoutGpuUsesTheCpu() {
    assertThat(TaskDevice.choose(DevicePreference.AUTO, List.of())).hasToString("cpu");
    assertThat(TaskDevice.current(DevicePreference.AUTO)).isEqualTo(ModelDevice.CPU);
  }

  @Test
  void askingForAGpuWhereThereIsNoneIsTold() {
    Problem problem = Refusal.problem(() -> TaskDevice.choose(DevicePreference.GPU, List.of()));
    assertThat(problem.code()).isEqualTo("device-unavailable");
    assertThat(problem.cause())
        .isEqualTo("The settings ask for a GPU, but Spark gave the task none.");
    assertThat(problem.remedy()).contains("spark.task.resource.gpu.amount");
  }

  @Test
  void tasksOfTheLocalModeShareTheGpusThatTheEngineSees() {
    GpuLeases leases = new GpuLeases();
    assertThat(TaskDevice.shared(leases, 7, 2)).isEqualTo(ModelDevice.gpu(0));
    assertThat(TaskDevice.shared(leases, 8, 2)).isEqualTo(ModelDevice.gpu(1));
    Problem problem = Refusal.problem(() -> TaskDevice.shared(leases, 9, 0));
    assertThat(problem.code()).isEqualTo("device-unavailable");
    assertThat(problem.cause())
        .isEqualTo("The settings ask for a GPU, but PyTorch sees none on this machine.");
    assertThat(problem.remedy()).doesNotContain("spark.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPU-8f2c", "", "-1", "0x1", "99999999999"})
  void anAddressThatIsNoNumberIsTold(String address) {
    Problem problem =
        Refusal.problem(() -> TaskDevice.choose(DevicePreference.AUTO, List.of(address)));
    assertThat(problem.code()).isEqualTo("device-unknown");
    assertThat(problem.cause()).contains("address \"" + address + "\", which is no number");
  }

  @Test
  void theSettingIsReadWhateverItsCase() {
    assertThat(DevicePreference.parse(" Auto ")).isEqualTo(DevicePreference.AUTO);
    assertThat(DevicePreference.GPU).hasToString("gpu");
    Problem problem = Refusal.problem(() -> DevicePreference.parse("tpu"));
    assertThat(problem.cause()).isEqualTo("There is no device called tpu.");
    assertThat(problem.remedy()).isEqualTo("Choose auto, cpu or gpu.");
  }

  @Test
  void theCpuHasOneNumber() {
    assertThatThrownBy(() -> new ModelDevice(ModelDevice.Kind.CPU, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no CPU number 1");
  }

  @Test
  void aGpuWithoutCudaLibrariesIsTold() {
    assumeThat(NativeRuntime.engine().hasCapability(StandardCapabilities.CUDA)).isFalse();
    ModelBundle bundle = ModelBundle.open(TinyBundles.directory(TinyBundles.TINY).toString());
    Problem problem = Refusal.problem(() -> LoadedModel.open(bundle, ModelDevice.gpu(0)));
    assertThat(problem.code()).isEqualTo("device-unavailable");
    assertThat(problem.cause())
        .isEqualTo("The task has the GPU 0, but PyTorch's CPU libraries are loaded.");
  }
}
