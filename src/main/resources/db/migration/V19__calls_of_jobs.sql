-- The page of one job of a large build reads that job's calls only.
drop index model_call_of_build;
create index model_call_of_build on model_call (build_id, job_id);
