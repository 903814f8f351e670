package dev.bridle.web.rule;

/** A dry run that is made after its page, as it takes a while. */
public sealed interface DryRunPanel {
  /**
   * One that is still to be made.
   *
   * @param address makes it: as a piece for the page that is there, else as a whole page
   * @param busy whether others were under way when it was asked for
   */
  record ToMake(String address, boolean busy) implements DryRunPanel {}

  /** What came of it. */
  record Made(DryRun run) implements DryRunPanel {}
}
