package dev.bridle.agentapi;

import dev.bridle.auth.Guard;
import dev.bridle.auth.Principal;
import dev.bridle.build.Acceptance;
import dev.bridle.build.Accepting;
import dev.bridle.build.Ending;
import dev.bridle.build.JobLife;
import dev.bridle.build.RunningAgent;
import dev.bridle.fleet.Agents;
import dev.bridle.http.HttpError;
import dev.bridle.http.Pairs;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.logs.JobLogs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The life of a job on an agent: accepted, started, watched for cancelation, finished. */
public final class JobResource {
  private final Accepting accepting;
  private final JobLife jobs;
  private final Agents agents;
  private final JobLogs logs;

  public JobResource(Accepting accepting, JobLife jobs, Agents agents, JobLogs logs) {
    this.accepting = accepting;
    this.jobs = jobs;
    this.agents = agents;
    this.logs = logs;
  }

  public List<Route> routes(Guard guard) {
    return List.of(
        Route.put("/v3/jobs/{job}/accept", guard.agent(this::accept)),
        Route.put("/v3/jobs/{job}/acquire", guard.agent(this::acquire)),
        Route.put("/v3/jobs/{job}/start", guard.job(this::start)),
        Route.get("/v3/jobs/{job}", guard.job(this::state)),
        Route.put("/v3/jobs/{job}", guard.job(this::update)),
        Route.put("/v3/jobs/{job}/finish", guard.job(this::finish)));
  }

  private Reply accept(Principal.Agent who, Request request) {
    var agent = agents.get(who.agentId());
    var running = new RunningAgent(agent.id(), agent.name(), agent.tags());
    return switch (accepting.accept(running, request.parameter("job"))) {
      case Acceptance.Accepted accepted -> Reply.ok(answer(accepted));
      case Acceptance.NotOffered _ ->
          throw HttpError.unprocessable("This job is not, or no longer, offered to this agent.");
    };
  }

  private Map<String, Object> answer(Acceptance.Accepted accepted) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("id", accepted.jobId());
    answer.put("token", accepted.token().reveal());
    answer.put("chunks_max_size_bytes", JobLogs.CHUNK_BYTES);
    answer.put("chunks_interval_seconds", 1);
    answer.put("log_max_size_bytes", logs.longest());
    answer.put("env", accepted.env());
    if (accepted.step().isObject()) {
      answer.put("step", accepted.step());
    }
    return answer;
  }

  private Reply acquire(Principal.Agent who, Request request) {
    throw HttpError.unprocessable("Acquiring a job is not supported yet; start a plain agent.");
  }

  private Reply start(Principal.Job who, Request request) {
    if (!jobs.start(who.jobId())) {
      throw HttpError.unprocessable("This job can't be started any more.");
    }
    return Reply.ok(Map.of());
  }

  private Reply state(Principal.Job who, Request request) {
    return Reply.ok(Pairs.of("id", who.jobId(), "state", jobs.state(who.jobId()).word()));
  }

  private Reply update(Principal.Job who, Request request) {
    throw new HttpError(404, "Changing attributes of a job is not supported yet.");
  }

  private Reply finish(Principal.Job who, Request request) {
    JsonNode body = request.json();
    if (Said.isTrue(body, "ignore_agent_in_dispatches")) {
      agents.ignoreInDispatches(who.agentId());
    }
    if (!jobs.finish(who.jobId(), ending(body))) {
      throw HttpError.unprocessable("This job is finished already.");
    }
    return Reply.ok(Map.of());
  }

  private static Ending ending(JsonNode body) {
    Long status = Said.number(body, "exit_status");
    if (status == null) {
      throw HttpError.unprocessable("exit_status must be a whole number.");
    }
    return new Ending(
        status,
        Said.textOrNull(body, "signal"),
        Said.textOrNull(body, "signal_reason"),
        Objects.requireNonNullElse(Said.number(body, "chunks_failed_count"), 0L));
  }
}
