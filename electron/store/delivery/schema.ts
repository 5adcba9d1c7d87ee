/** Tables of the facts, step by step. A step that was shipped is never changed: add a new one behind it. */
import { resolvedAtPlace } from './fact-bodies.ts';

/** True of the body of an incident without an end. The same words in a query let SQLite use the index. */
export const openIncident = `json_extract(body, '$[${resolvedAtPlace}]') is null`;

/** "SBXD", in the header of every file of facts: https://www.sqlite.org/pragma.html#pragma_application_id */
export const deliveryApplicationId = 0x53_42_58_44;

/**
 * Step `n` leads to schema version `n + 1` (`pragma user_version`). Words that repeat are numbers of `names`; instants are ms
 * since the epoch. `facts.home`/`part`: service and environment; of changes the repository; 0 where there is none.
 */
export const deliverySteps: readonly string[] = [
	`
	create table meta (key text primary key, value text not null) without rowid;
	create table names (id integer primary key, text text not null unique);
	create table sources (
		id integer primary key, cursor text, covered_from integer, synced_at integer, problem text, told_at integer
	);
	create table counts (
		source integer not null, kind integer not null, n integer not null, primary key (source, kind)
	) without rowid;

	create table facts (
		id integer primary key, kind integer not null, source integer not null, native text not null,
		home integer not null, part integer not null, at integer not null, body text not null
	);
	create unique index facts_by_name on facts (kind, source, native);
	create index facts_by_home on facts (kind, home, part, at);
	-- Deployments are found by their unit; incidents and events also by time alone.
	create index incidents_by_time on facts (at) where kind = 4;
	create index events_by_time on facts (at) where kind = 5;

	-- Deployments that an incident (number in facts) names by address.
	create table named_causes (
		incident integer not null, deployment text not null, primary key (incident, deployment)
	) without rowid;
	create index named_causes_by_deployment on named_causes (deployment);

	-- Who told it is part of the key: two sources may tell of one commit, and one of them may be forgotten.
	create table commits (
		repository integer not null, sha blob not null, source integer not null, authored integer not null,
		committed integer not null, zone integer, author integer not null, subject text not null,
		parents blob not null, reverts blob, touches text, primary key (repository, sha, source)
	) without rowid;

	create table tests (id integer primary key, service integer not null, key text not null, unique (service, key));
	create table test_runs (
		id integer primary key, source integer not null, native text not null, service integer not null,
		at integer not null, body text not null, results blob not null
	);
	create unique index test_runs_by_name on test_runs (source, native);
	create index test_runs_by_service on test_runs (service, at);

	create table decisions (
		seq integer primary key, at integer not null, actor text not null, thing text not null, body text not null
	);
	create index decisions_by_thing on decisions (thing, seq);

	-- What must be judged again, in the words of what changed: see dirty.ts.
	create table dirty (
		kind integer not null, home integer not null, part integer not null, primary key (kind, home, part)
	) without rowid;

	create table units (
		id integer primary key, service integer not null, environment integer not null, tier text not null,
		unique (service, environment)
	);
	-- Judged: id is unit * 4096 + months since 1970 (UTC). Numbers answer queries, details answer "why".
	create table numbers (id integer primary key, body blob not null);
	create table details (id integer primary key, hash blob not null, body blob not null);
	create table unit_facts (unit integer primary key, body text not null);
	create table causes (
		unit integer not null, incident text not null, deployment text not null, is_inferred integer not null,
		primary key (unit, incident, deployment)
	) without rowid;
	create index causes_by_incident on causes (incident);
	-- The same of what is counted per service: pipeline runs; suites, and how its tests stood at any time.
	create table service_runs (service integer primary key, body blob not null);
	create table service_tests (service integer primary key, numbers blob not null, stories text not null);
	`,
	// The few that are open among all that ever were: asked for with every timeline.
	`create index incidents_open on facts (at) where kind = 4 and ${openIncident}`,
];
