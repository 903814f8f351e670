package dev.bridle.auth;

/** From where someone signs in, as the request says. */
public record Device(String userAgent, String ipAddress) {
  private static final int LONGEST = 300;

  public Device {
    userAgent = userAgent.length() > LONGEST ? userAgent.substring(0, LONGEST) : userAgent;
  }
}
