package dev.bridle.web.people;

import dev.bridle.auth.Device;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people call a browser and its machine, guessed from what the browser says of itself. */
final class DeviceName {
  /** The first that is found counts: most say that they are several others as well. */
  private static final Map<String, String> BROWSERS =
      inOrder(
          "Edg", "Edge",
          "OPR/", "Opera",
          "SamsungBrowser", "Samsung Internet",
          "Firefox", "Firefox",
          "FxiOS", "Firefox",
          "CriOS", "Chrome",
          "Chrome", "Chrome",
          "Safari", "Safari",
          "curl", "curl");

  private static final Map<String, String> SYSTEMS =
      inOrder(
          "iPhone", "iPhone",
          "iPad", "iPad",
          "Android", "Android",
          "Windows", "Windows",
          "CrOS", "ChromeOS",
          "Mac OS X", "macOS",
          "Linux", "Linux");

  private DeviceName() {}

  static String of(Device device) {
    String browser = first(BROWSERS, device.userAgent());
    String system = first(SYSTEMS, device.userAgent());
    if (browser.isEmpty()) {
      return system.isEmpty() ? "Unknown browser" : "A browser on " + system;
    }
    return system.isEmpty() ? browser : browser + " on " + system;
  }

  private static String first(Map<String, String> names, String userAgent) {
    return names.entrySet().stream()
        .filter(name -> userAgent.contains(name.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static Map<String, String> inOrder(String... names) {
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < names.length; i += 2) {
      map.put(names[i], names[i + 1]);
    }
    return map;
  }
}
