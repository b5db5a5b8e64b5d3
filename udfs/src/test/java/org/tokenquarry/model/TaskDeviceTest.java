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
  void a_task_with_a_gpu_uses_it_unless_told_otherwise() {
    List<String> addresses = List.of(" 3 ", "5");
    assertThat(TaskDevice.choose(DevicePreference.AUTO, addresses)).isEqualTo(ModelDevice.gpu(3));
    assertThat(TaskDevice.choose(DevicePreference.GPU, addresses)).hasToString("gpu:3");
    assertThat(TaskDevice.choose(DevicePreference.CPU, addresses)).isEqualTo(ModelDevice.CPU);
  }

  @Test
  void a_task_without_gpu_uses_the_cpu() {
    assertThat(TaskDevice.choose(DevicePreference.AUTO, List.of())).hasToString("cpu");
    assertThat(TaskDevice.current(DevicePreference.AUTO)).isEqualTo(ModelDevice.CPU);
  }

  @Test
  void asking_for_a_gpu_where_there_is_none_is_told() {
    Problem problem = Refusal.problem(() -> TaskDevice.choose(DevicePreference.GPU, List.of()));
    assertThat(problem.code()).isEqualTo("device-unavailable");
    assertThat(problem.cause())
        .isEqualTo("The settings ask for a GPU, but Spark gave the task none.");
    assertThat(problem.remedy()).contains("spark.task.resource.gpu.amount");
  }

  @Test
  void tasks_of_the_local_mode_share_the_gpus_that_the_engine_sees() {
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
  void an_address_that_is_no_number_is_told(String address) {
    Problem problem =
        Refusal.problem(() -> TaskDevice.choose(DevicePreference.AUTO, List.of(address)));
    assertThat(problem.code()).isEqualTo("device-unknown");
    assertThat(problem.cause()).contains("address \"" + address + "\", which is no number");
  }

  @Test
  void the_setting_is_read_whatever_its_case() {
    assertThat(DevicePreference.parse(" Auto ")).isEqualTo(DevicePreference.AUTO);
    assertThat(DevicePreference.GPU).hasToString("gpu");
    Problem problem = Refusal.problem(() -> DevicePreference.parse("tpu"));
    assertThat(problem.cause()).isEqualTo("There is no device called tpu.");
    assertThat(problem.remedy()).isEqualTo("Choose auto, cpu or gpu.");
  }

  @Test
  void the_cpu_has_one_number() {
    assertThatThrownBy(() -> new ModelDevice(ModelDevice.Kind.CPU, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no CPU number 1");
  }

  @Test
  void a_gpu_without_cuda_libraries_is_told() {
    assumeThat(NativeRuntime.engine().hasCapability(StandardCapabilities.CUDA)).isFalse();
    ModelBundle bundle = ModelBundle.open(TinyBundles.directory(TinyBundles.TINY).toString());
    Problem problem = Refusal.problem(() -> LoadedModel.open(bundle, ModelDevice.gpu(0)));
    assertThat(problem.code()).isEqualTo("device-unavailable");
    assertThat(problem.cause())
        .isEqualTo("The task has the GPU 0, but PyTorch's CPU libraries are loaded.");
  }
}
