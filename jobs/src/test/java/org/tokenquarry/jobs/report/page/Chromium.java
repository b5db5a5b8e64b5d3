package org.tokenquarry.jobs.report.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Headless Chromium as a command: opens a file, reports its document and what its console said.
 *
 * @param executable where it is installed
 */
public record Chromium(Path executable) {

  private static final List<String> OPTIONS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--enable-logging=stderr",
          "--v=0",
          "--virtual-time-budget=10000");

  /**
   * What came of opening a file.
   *
   * @param document its HTML after loading
   * @param log what the browser wrote meanwhile
   */
  public record Opened(String document, List<String> log) {

    /** What the page's console said; a page without scripts says nothing unless it is broken. */
    public List<String> console() {
      return log.stream().filter(line -> line.contains(":CONSOLE")).toList();
    }
  }

  /** The one that is installed, if any. */
  public static Optional<Chromium> installed() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(d -> Path.of(d, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Chromium::new);
  }

  /** Opens a file; {@code scratch} is an existing folder for what the browser leaves behind. */
  public Opened open(Path file, Path scratch) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(scratch, "profile");
    Path document = Files.createTempFile(scratch, "document", ".html");
    Path log = Files.createTempFile(scratch, "browser", ".log");
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(OPTIONS);
    command.addAll(List.of("--user-data-dir=" + profile, "--dump-dom", file.toUri().toString()));
    Process browser =
        new ProcessBuilder(command)
            .redirectOutput(document.toFile())
            .redirectError(log.toFile())
            .start();
    if (!browser.waitFor(120, TimeUnit.SECONDS)) {
      browser.destroyForcibly();
      throw new IOException("the browser did not end; it said: " + Files.readString(log));
    }
    return new Opened(Files.readString(document), Files.readAllLines(log));
  }
}
