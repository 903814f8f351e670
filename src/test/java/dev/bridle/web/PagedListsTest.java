package dev.bridle.web;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.OnBothEngines;
import dev.bridle.testing.RunningBridle;
import dev.bridle.testing.Walker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever goes through a list page by page sees all of it, whatever happens meanwhile. */
@OnBothEngines
class PagedListsTest {
  private static final Pattern ROW = Pattern.compile("row-\\d{4}");

  private final FakeProvider provider = new FakeProvider(answering(200, "text/plain", ""));
  private final CallDesk desk;
  private final Walker ana;

  PagedListsTest(Engine engine) {
    desk = CallDesk.open(engine, provider);
    desk.addPeople();
    ana = new Walker(desk.url()).signedIn(RunningBridle.ANA, RunningBridle.PASSWORD);
  }

  @AfterEach
  void close() {
    desk.close();
    provider.close();
  }

  /** Two whole pages and a bit of a third. */
  private List<String> fill(PagedList list) {
    int count = 2 * list.size() + 5;
    IntStream.range(0, count).forEach(number -> list.add(desk, number));
    return IntStream.range(0, count).mapToObj(PagedList::name).toList();
  }

  private String body(String path) {
    var came = ana.get(path);
    assertThat(came.statusCode()).as(path).isEqualTo(200);
    return came.body();
  }

  private static List<String> rows(String body) {
    return ROW.matcher(body).results().map(row -> row.group()).distinct().toList();
  }

  private static Optional<String> link(String body, String rel) {
    var link = Pattern.compile("href=\"([^\"]*)\" rel=\"" + rel + "\"").matcher(body);
    return link.find() ? Optional.of(link.group(1).replace("&amp;", "&")) : Optional.empty();
  }

  /** All pages from there on, in one direction. */
  private List<String> walk(String from, String rel) {
    var pages = new ArrayList<>(List.of(body(from)));
    var next = link(pages.getLast(), rel);
    while (next.isPresent()) {
      assertThat(pages.size()).as("the list has an end").isLessThan(10);
      pages.add(body(next.get()));
      next = link(pages.getLast(), rel);
    }
    return pages;
  }

  private static List<String> all(List<String> pages) {
    return pages.stream().flatMap(page -> rows(page).stream()).toList();
  }

  @ParameterizedTest
  @EnumSource(PagedList.class)
  void everyRowStandsOnOnePage(PagedList list) {
    var rows = fill(list);

    var pages = walk(list.address(desk), "next");

    assertThat(pages).hasSize(3).allSatisfy(page -> assertThat(rows(page)).isNotEmpty());
    assertThat(all(pages)).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(link(pages.getFirst(), "prev")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(PagedList.class)
  void theWayBackLeadsOverTheSameRows(PagedList list) {
    var rows = fill(list);
    var there = walk(list.address(desk), "next");

    // From the last page, to which the last but one leads.
    var back = walk(link(there.get(1), "next").orElseThrow(), "prev");

    assertThat(all(back)).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(rows(back.getLast())).isEqualTo(rows(there.getFirst()));
  }

  @ParameterizedTest
  @EnumSource(names = {"PIPELINES", "POLICY_VERSIONS"})
  void theWayBackOfSomeLeadsToTheFirst(PagedList list) {
    fill(list);
    String search = list == PagedList.PIPELINES ? "?q=row" : "";
    var pages = walk(list.address(desk) + search, "next");

    String first = link(pages.getLast(), "first").orElseThrow();

    assertThat(rows(body(first))).isEqualTo(rows(pages.getFirst()));
    assertThat(link(pages.getFirst(), "first")).isEmpty();
  }

  @Test
  void goingOnInOneListOfAPageLeavesTheOtherWhereItIs() {
    fill(PagedList.INVITATIONS);
    for (int number = 0; number < 60; number++) {
      String person = "{\"email\":\"m-%d@example.com\",\"role\":\"member\"}".formatted(number);
      assertThat(desk.postRest("members", person).statusCode()).isEqualTo(201);
    }
    String users = PagedList.INVITATIONS.address(desk);
    String second = body(users + "?invitations=2&page=1");

    String moved = body(link(second, "next").orElseThrow());

    assertThat(rows(moved)).isEqualTo(rows(second)).isNotEmpty();
    assertThat(moved).contains("?invitations=2\"", "?invitations=3&amp;page=2", "?page=2\"");
    assertThat(link(moved, "prev").orElseThrow()).endsWith("?invitations=2");
  }

  @ParameterizedTest
  @EnumSource(PagedList.class)
  void rowsThatComeMeanwhileHideNoOthers(PagedList list) {
    var rows = fill(list);
    String first = body(list.address(desk));
    for (int number = rows.size(); number < rows.size() + 3; number++) {
      list.add(desk, number);
    }

    var further = walk(link(first, "next").orElseThrow(), "next");

    assertThat(rows(first)).doesNotContain(PagedList.name(rows.size()));
    var seen = new TreeSet<>(all(further));
    seen.addAll(rows(first));
    assertThat(seen).containsAll(rows);
  }

  /** The audit log refuses what it doesn't know: it would show more than was asked for. */
  private static List<String> words(PagedList list) {
    return list == PagedList.AUDIT_EVENTS
        ? List.of("after", "before")
        : List.of("page", "after", "before", "invitations");
  }

  @ParameterizedTest
  @EnumSource(PagedList.class)
  void aMadeUpPlaceIsAPageToo(PagedList list) {
    fill(list);
    String address = list.address(desk);
    String unknown = "01a21f6d-036d-75ce-83ae-ca33d0d15c30";
    for (String place : List.of("-1", "0", "999999", "1e9", "", "%27--", "%F0%9F%98%80", unknown)) {
      for (String word : words(list)) {
        assertThat(body(address + "?" + word + "=" + place)).doesNotContain("Something went wrong");
      }
    }
    String first =
        words(list).stream().map(word -> word + "=0").collect(Collectors.joining("&", "?", ""));
    // Any text can be where pipelines begin.
    String before = list == PagedList.PIPELINES ? "before=" : "before=x";
    assertThat(rows(body(address + first.replace("before=0", before).replace("after=0", "after="))))
        .isEqualTo(rows(body(address)));
  }
}
