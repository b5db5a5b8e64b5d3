package org.tokenquarry.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.doctor.Finding.Outcome;
import org.tokenquarry.jobs.table.LeaseRow;

/** What checks say of machines that are not at hand. */
class ChecksTest {

  private static final long MIB = 1 << 20;
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  @Test
  void aHeapLeavesRoomForTheModel() {
    Finding container = MemoryCheck.judged(1800 * MIB, 2048 * MIB, true, OptionalLong.empty());
    assertThat(container.outcome()).isEqualTo(Outcome.FAILS);
    assertThat(container.message())
        .isEqualTo("The heap may take 1800 MiB of 2048 MiB, the limit of this container.");
    assertThat(container.problems().get(0).remedy()).contains("-Xmx");
    OptionalLong busy = OptionalLong.of(1000 * MIB);
    assertThat(MemoryCheck.judged(1536 * MIB, 16384 * MIB, false, busy).outcome())
        .isEqualTo(Outcome.WARNING);
    assertThat(MemoryCheck.judged(256 * MIB, 16384 * MIB, false, busy).outcome())
        .isEqualTo(Outcome.WARNING);
    assertThat(MemoryCheck.judged(768 * MIB, 16384 * MIB, false, busy).outcome())
        .isEqualTo(Outcome.OK);
  }

  @Test
  void aClockIsNotBeforeTheProgramAndNotBehindTheCommits() {
    assertThat(ClockCheck.judged(Instant.EPOCH, Instant.EPOCH).outcome()).isEqualTo(Outcome.FAILS);
    assertThat(ClockCheck.judged(NOW, NOW.plusSeconds(3600)).outcome()).isEqualTo(Outcome.WARNING);
    assertThat(ClockCheck.judged(NOW, NOW.plusSeconds(60)).outcome()).isEqualTo(Outcome.OK);
    assertThat(ClockCheck.judged(NOW, Instant.EPOCH).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void whoWritesIsNamed() {
    LeaseRow held =
        new LeaseRow(
            3,
            1,
            "20270101T000000Z-1f9a03bc",
            "mine",
            "node-7",
            42,
            null,
            NOW.minusSeconds(600),
            NOW.minusSeconds(10),
            NOW.plusSeconds(50),
            null);
    Finding finding = LeaseCheck.judged(Optional.of(held), NOW);
    assertThat(finding.outcome()).isEqualTo(Outcome.WARNING);
    assertThat(finding.message())
        .isEqualTo(
            "The run 20270101T000000Z-1f9a03bc (mine, process 42 on node-7) writes to the"
                + " warehouse; it was last heard 10 s ago.");
    assertThat(LeaseCheck.judged(Optional.of(held), NOW.plusSeconds(60)).outcome())
        .as("it is over")
        .isEqualTo(Outcome.OK);
    assertThat(LeaseCheck.judged(Optional.of(held.released(NOW)), NOW).message())
        .isEqualTo("No run writes to the warehouse.");
    assertThat(LeaseCheck.judged(Optional.empty(), NOW).outcome()).isEqualTo(Outcome.OK);
  }
}
