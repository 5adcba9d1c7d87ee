/**
 * A dashboard question as plain SQL over the facts: nothing is worked out before. The facts of this bench have no merges that
 * matter, squashes, hotfixes, environments or links, so that the rules fit into one statement; ancestry is a number.
 */
import type { Client } from 'pg';
import { previousPeriod } from '../../../shared/domain/delivery/periods.ts';
import type { MetricsQuery, Period } from '../../../shared/domain/delivery/metrics.ts';

const statement = `
with changed as materialized (
	select d.service, d.finished, d.seq, date_trunc('week', to_timestamp(d.finished / 1000)) as week,
		exists (
			select 1 from deployments e
			where e.service = d.service and e.version = d.version and e.finished < d.finished and e.succeeded
		) as is_rollback
	from deployments d
	where d.finished >= $2 and d.finished < $3 and d.succeeded and ($1::int[] is null or d.service = any ($1))
),
judged as materialized (
	select c.*, later.finished as next_counted, taken.rolled_back,
		(select max(p.seq) from deployments p where p.service = c.service and p.succeeded and p.seq < c.seq) as previous_seq,
		trouble.ended
	from changed c
	left join lateral (
		select n.finished from deployments n
		where n.service = c.service and n.finished > c.finished and n.succeeded and not exists (
			select 1 from deployments e
			where e.service = n.service and e.version = n.version and e.finished < n.finished and e.succeeded
		) order by n.finished limit 1
	) later on true
	left join lateral (
		select n.finished as rolled_back from deployments n
		where n.service = c.service and n.finished > c.finished and n.succeeded
			and (later.finished is null or n.finished < later.finished)
		order by n.finished limit 1
	) taken on true
	left join lateral (
		select max(i.resolved) as ended from incidents i
		where i.service = c.service and i.started >= c.finished and i.started <= c.finished + 86400000
			and (later.finished is null or i.started < later.finished)
	) trouble on true
	where not c.is_rollback
),
leads as (
	select j.week, j.finished - c.authored as lead
	from judged j join commits c on c.repository = j.service and c.seq > j.previous_seq and c.seq <= j.seq
	where not c.is_merge and not c.is_bot
),
lead_answers as (
	select week, count(*) as n, percentile_cont(array[0.5, 0.9]) within group (order by lead) as lead
	from leads where lead >= 0 group by grouping sets ((), (week))
),
failure_answers as (
	select week, count(*) as counted,
		count(*) filter (where rolled_back is not null or ended is not null) as failed,
		percentile_cont(array[0.5, 0.9]) within group (order by least(rolled_back, ended) - finished)
			filter (where rolled_back is not null or ended is not null) as recovery
	from judged group by grouping sets ((), (week))
),
rollbacks as (select week, count(*) as n from changed where is_rollback group by grouping sets ((), (week)))
select f.week, f.counted, f.failed, f.recovery, l.n, l.lead, coalesce(r.n, 0) as rollbacks
from failure_answers f
left join lead_answers l on l.week is not distinct from f.week
left join rollbacks r on r.week is not distinct from f.week
order by f.week nulls first
`;

const quality = `
with suite_answers as (
	select date_trunc('week', to_timestamp(at / 1000)) as week,
		percentile_cont(array[0.5, 0.9]) within group (order by wall) as wall
	from suites where at >= $2 and at < $3 and ($1::int[] is null or service = any ($1))
	group by grouping sets ((), (date_trunc('week', to_timestamp(at / 1000))))
),
run_answers as (
	select date_trunc('week', to_timestamp(finished / 1000)) as week, count(*) filter (where state = 'passed') as passed,
		count(*) filter (where state = 'failed') as failed
	from runs where finished >= $2 and finished < $3 and ($1::int[] is null or service = any ($1))
	group by grouping sets ((), (date_trunc('week', to_timestamp(finished / 1000))))
)
select s.week, s.wall, r.passed, r.failed from suite_answers s
left join run_answers r on r.week is not distinct from s.week order by s.week nulls first
`;

export interface SqlAnswer {
	readonly counted: number;
	readonly failed: number;
	readonly leads: number;
	readonly lead: number | null;
	readonly recovery: number | null;
	readonly rollbacks: number;
	readonly wall: number | null;
}

/** Period with trend, the period before, and what is asked about pipelines; the share of flaky tests is left out. */
export async function askPostgres(
	client: Client,
	query: MetricsQuery,
	services: readonly number[] | null,
): Promise<SqlAnswer> {
	const answer = await ask(client, query.period, services);
	await ask(client, previousPeriod(query.period), services);
	return answer;
}

async function ask(client: Client, period: Period, services: readonly number[] | null): Promise<SqlAnswer> {
	const values = [services, Date.parse(period.from), Date.parse(period.to)];
	const { rows } = await client.query({ name: 'dashboard', text: statement, values });
	const more = await client.query({ name: 'quality', text: quality, values });
	const [all] = rows;
	return {
		...{ counted: Number(all?.counted ?? 0), failed: Number(all?.failed ?? 0), leads: Number(all?.n ?? 0) },
		...{ lead: all?.lead?.[0] ?? null, recovery: all?.recovery?.[0] ?? null, rollbacks: Number(all?.rollbacks ?? 0) },
		wall: more.rows[0]?.wall?.[0] ?? null,
	};
}
