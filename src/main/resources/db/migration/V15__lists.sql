-- Lists of pages are read piece by piece, each in the order of an index.
create index member_by_time on member (organization_id, created_ms, person_id);
create index api_token_of_person on api_token (organization_id, person_id, created_ms, id);
create index agent_token_of_cluster on agent_token (cluster_id, created_ms, id);
create index build_list_of_state on build (pipeline_id, state, id);
create index audit_event_of_type on audit_event (organization_id, type, id);
create index member_of_person on member (person_id, created_ms);
