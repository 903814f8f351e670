package dev.bridle.web;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * All that can be seen of a page that is visited twice: as by someone who was never here, at a desk
 * and in light colours, and as by someone who comes back, on a phone and in dark ones. It leaves
 * pictures of both, and of a phone in light colours.
 */
final class Inspection {
  private static final String PANELS_CAME =
      "() => !document.querySelector('[data-panel] > .panel-waiting')";

  private final Tab tab;
  private final List<String> faults = new ArrayList<>();

  private Inspection(Tab tab) {
    this.tab = tab;
  }

  /** What is wrong with a page. */
  static List<String> faults(Tab tab, String name, String path) {
    var one = new Inspection(tab);
    one.visitAtADesk(name, path);
    one.visitOnAPhone(name, path);
    return one.faults.stream().map(fault -> path + ": " + fault).toList();
  }

  private void visitAtADesk(String name, String path) {
    tab.show(ColorScheme.LIGHT, Tab.WIDTH);
    visit(path);
    faults.addAll(Transfer.tooMuch(tab.page()));
    look(name + "-light");
  }

  private void visitOnAPhone(String name, String path) {
    tab.show(ColorScheme.DARK, Tab.PHONE_WIDTH);
    visit(path);
    faults.addAll(Transfer.again(tab.page()));
    look(name + "-dark-phone");
    Tab.picture(tab.show(ColorScheme.LIGHT, Tab.PHONE_WIDTH).page(), name + "-phone");
  }

  private void visit(String path) {
    int status = tab.page().navigate(path).status();
    if (status != 200) {
      faults.add("status " + status);
    }
  }

  private void look(String name) {
    Page page = tab.page();
    page.waitForFunction(PANELS_CAME);
    Tab.picture(page, name);
    Axe.barriers(page).forEach(barrier -> faults.add(name + ": " + barrier));
    int wide = (int) page.evaluate("document.documentElement.scrollWidth");
    if (wide > Objects.requireNonNull(page.viewportSize()).width) {
      faults.add(name + " is " + wide + " pixels wide");
    }
  }
}
