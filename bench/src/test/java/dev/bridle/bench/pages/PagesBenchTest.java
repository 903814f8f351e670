package dev.bridle.bench.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class PagesBenchTest {
  /** Not the verdict, which a busy machine may spoil, but that every page was there and told. */
  @Test
  void everyPageIsMeasuredOnBothEngines(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("pages.json");
    assertThat(
            PagesBench.run(
                "--builds", "2000", "--log-mb", "2", "--times", "2", "--out", out.toString()))
        .isIn(0, 1);
    var report = JsonMapper.shared().readTree(Files.readString(out));
    assertThat(report.path("builds").asInt()).isEqualTo(2_000);
    assertThat(report.path("pages").valueStream())
        .hasSizeGreaterThan(185)
        .allMatch(one -> one.path("p50").asDouble() > 0)
        .allMatch(one -> one.path("p99").asDouble() >= one.path("p50").asDouble())
        .allMatch(one -> one.path("kb").asLong() < 300);
  }

  @Test
  void wrongOptionsAreTold() {
    assertThat(PagesBench.run("--engines", "oracle")).isEqualTo(2);
    assertThat(PagesBench.run("--builds", "5")).isEqualTo(2);
    assertThat(PagesBench.run("--log-mb", "101")).isEqualTo(2);
  }
}
