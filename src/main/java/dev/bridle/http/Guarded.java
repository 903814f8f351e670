package dev.bridle.http;

/** A handler together with the name of who may reach it; the guard that made it does the check. */
public record Guarded(String caller, Handler handler) {
  public static Guarded anyone(Handler handler) {
    return new Guarded("ANYONE", handler);
  }
}
