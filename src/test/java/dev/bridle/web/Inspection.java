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

  /**
   * Names in front of other words that don't keep to themselves which way they are read. What is
   * the last of its line, or a text that is shown as it is, can turn nothing else round.
   */
  private static final String TURNING =
      """
      () => {
        const inline = (one) => getComputedStyle(one).display === 'inline';
        const isolates = (one) => !inline(one) || /isolate|plaintext/.test(getComputedStyle(one).unicodeBidi);
        const found = [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const text = texts.currentNode;
          if (!text.data.includes('\\u202e')) continue;
          let one = text.parentElement;
          while (!isolates(one)) one = one.parentElement;
          const last = one.textContent.trim().endsWith('\\u202eabc');
          const whole = one.closest('.log-text, pre, textarea, noscript');
          if (inline(one) || one.localName === 'bdi' || last || whole) continue;
          found.push(one.outerHTML.slice(0, 300));
        }
        return found;
      }
      """;

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
    ((List<?>) Objects.requireNonNull(tab.page().evaluate(TURNING)))
        .forEach(text -> faults.add("turns the line round: " + text));
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
