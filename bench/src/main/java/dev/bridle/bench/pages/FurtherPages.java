package dev.bridle.bench.pages;

import dev.bridle.store.Uuid7;
import java.time.Instant;
import java.util.List;

/**
 * Lists beyond their first page: those that go on from an entry in their middle, both ways, those
 * that count pages at their end.
 */
record FurtherPages(Ids ids, PagesSize size) {
  private static final String SETTINGS = "/organizations/acme";
  private static final String MOST = "/acme/pipeline-000";
  private static final String LARGE = "/acme/large/builds/1";

  /** A page that there is none of is the last one. */
  private static final String LAST = "page=999999";

  List<Page> list() {
    String cluster = SETTINGS + "/clusters/" + ids.cluster();
    String builds = Uuid7.at(BuildRows.at(size.builds() / 2));
    String calls = Uuid7.at(BuildRows.at(0).plusSeconds(size.largeJobs() / 2));
    String events = Uuid7.at(PeopleRows.at(size.auditEvents() / 2));
    return List.of(
        new Page("pipelines, before", "/acme?before=pipeline-150"),
        new Page("pipeline, older", MOST + "?after=" + builds),
        new Page("pipeline, newer", MOST + "?before=" + builds),
        new Page("pipeline, failed, older", MOST + "?state=failed&after=" + builds),
        new Page("pipeline, one branch, newer", MOST + "?branch=main&before=" + builds),
        new Page("build of 1,000 jobs, last jobs", LARGE + "/jobs?" + LAST),
        new Page("build of 1,000 jobs, AI of last jobs", LARGE + "/ai?jobs=999999"),
        new Page("build of 1,000 jobs, AI, older", LARGE + "/ai?after=" + calls),
        new Page("build of 1,000 jobs, AI, refused", LARGE + "/ai?refused=" + calls),
        new Page("agents, last", cluster + "?" + LAST),
        new Page("agents of a queue, last", cluster + "?queue=default&" + LAST),
        new Page("agent tokens, last", cluster + "/tokens?" + LAST),
        new Page("members, last", SETTINGS + "/users?" + LAST),
        new Page("members, searched, last", SETTINGS + "/users?q=4&" + LAST),
        new Page("invitations, last", SETTINGS + "/users?invitations=999999"),
        new Page("allowances, page 2", SETTINGS + "/allowances?page=2"),
        new Page("allowances, last", SETTINGS + "/allowances?" + LAST),
        new Page("AI policy, versions, older", SETTINGS + "/ai-policy/versions?before=15"),
        new Page("AI policy, versions, newer", SETTINGS + "/ai-policy/versions?after=5"),
        new Page("kill switches, last", SETTINGS + "/kill-switches?" + LAST),
        new Page("audit log, older", SETTINGS + "/audit-log?after=" + events),
        new Page("audit log, newer", SETTINGS + "/audit-log?before=" + events),
        new Page("audit log, words, older", words("pipeline+4", "after", events)),
        new Page("audit log, words, newer", words("pipeline+4", "before", events)),
        new Page("audit log, none has, older", words("nothing+of+it", "after", events)),
        new Page("audit log, none has, newer", words("nothing+of+it", "before", oldest())),
        new Page("own sign-ins, last", "/user/sessions?" + LAST),
        new Page("own API tokens, last", "/user/api-access-tokens?" + LAST));
  }

  private static String words(String words, String way, String event) {
    return SETTINGS + "/audit-log?q=" + words + "&" + way + "=" + event;
  }

  /** Before all that the audit log has: the most that can be read from there on. */
  private static String oldest() {
    return Uuid7.at(Instant.EPOCH);
  }
}
