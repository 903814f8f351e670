package dev.bridle.web.usage;

import dev.bridle.web.Typed;
import java.util.List;
import java.util.Optional;

/**
 * What the page shows around its panels.
 *
 * @param typed what stands in the fields of days
 * @param chips filters that are in force
 * @param filters the form for them
 * @param whole where all panels come in one piece
 */
public record UsageView(
    Asked asked,
    Typed typed,
    Choices choices,
    List<Chip> chips,
    FilterForm filters,
    List<Slot> slots,
    String whole) {
  /** A filter, and the address without it. */
  public record Chip(String what, String value, String without) {}

  /**
   * The room of a panel.
   *
   * @param address where it is loaded from
   * @param content empty when it is to be loaded
   */
  public record Slot(PanelName name, String address, Optional<Panel> content) {}
}
