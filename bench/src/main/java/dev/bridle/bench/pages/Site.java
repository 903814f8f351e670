package dev.bridle.bench.pages;

import dev.bridle.Bridle;
import dev.bridle.BridleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Where a server has its data, so that it can be started again. */
record Site(Path data, Map<String, String> database) {
  Bridle start() throws IOException {
    var flags = new HashMap<>(database);
    flags.put("data", data.toString());
    flags.put("listen", "127.0.0.1:0");
    flags.put("drain-seconds", "0");
    return Bridle.start(BridleSettings.read(flags, Map.of()), InstantSource.system());
  }
}
