package dev.bridle.web.provider;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.policy.KillSwitches;
import dev.bridle.provider.TestCall;
import dev.bridle.provider.TestCalls;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import java.util.Optional;
import java.util.Set;

/** Asks a model for a word, and tells whether the connection works. */
public final class TestCallAction {
  /**
   * What is shown.
   *
   * @param made empty when no call was made
   * @param sentence what came of it, or why none was made
   */
  public record View(Brand brand, Optional<TestCall> made, String sentence, String back) {
    public String style() {
      return made.isEmpty()
          ? "warning"
          : made.get().result() == TestCall.Result.OK ? "success" : "danger";
    }
  }

  private static final Set<Integer> TOLD = Set.of(409, 422, 429);

  private final Site site;
  private final TestCalls tests;
  private final KillSwitches killSwitches;

  TestCallAction(Site site, TestCalls tests, KillSwitches killSwitches) {
    this.site = site;
    this.tests = tests;
    this.killSwitches = killSwitches;
  }

  Route route() {
    return Route.form(Brand.PAGE + "/test", site.door().administrator(this::test));
  }

  private Reply test(Visitor who, Request request) {
    var brand = Brand.in(request);
    var view = view(who, request, brand);
    return request.header("HX-Request").isPresent()
        ? site.pages().part("provider/test-result.jte", view)
        : site.pages()
            .page(
                who,
                Frame.Head.of("Test call to " + brand.label(), Place.MODEL_PROVIDERS),
                "provider/test.jte",
                view);
  }

  private View view(Visitor who, Request request, Brand brand) {
    String back = brand.address(who);
    try {
      var made = made(who, request, brand);
      return new View(brand, Optional.of(made), made.sentence(), back);
    } catch (HttpError error) {
      if (!TOLD.contains(error.status())) {
        throw error;
      }
      return new View(brand, Optional.empty(), error.sentence(), back);
    }
  }

  private TestCall made(Visitor who, Request request, Brand brand) {
    var form = Form.of(request);
    var place = form.text("through").equals("fallback") ? brand.fallbackOf(who) : brand.of(who);
    var asked = form.find("model");
    if (asked.filter(name -> !name.matches("[!#-\\[\\]-~]{1,200}")).isPresent()) {
      throw HttpError.unprocessable("This is no name of a model.");
    }
    String model = tests.model(place, asked);
    killSwitches
        .stoppingAll(who.organizationId(), brand.name(), model)
        .ifPresent(order -> {
          throw new HttpError(409, order.sentence());
        });
    return tests.run(who.actor(request), place, model);
  }
}
