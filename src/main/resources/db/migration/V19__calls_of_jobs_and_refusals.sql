-- The page of one job of a large build reads that job's calls only.
drop index model_call_of_build;
create index model_call_of_build on model_call (build_id, job_id);

-- With what refusals are grouped and filtered by, but for branches, whose names may be long: the wide rows are not read.
drop index refused_call_by_time;
create index refused_call_by_time on refused_call
  (organization_id, refused_ms, enforced, build_id, pipeline_slug, creator_id, provider, model, code, times);
