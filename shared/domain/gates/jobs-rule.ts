/** Named jobs of the run passed: what leaves no report, such as formatting, types and smoke tests. */
import { formatCount } from '../format.ts';
import { jobNameMatcher } from '../pipeline/job-names.ts';
import type { Job } from '../pipeline/model.ts';
import { listed, withoutFullStop } from '../pipeline/words.ts';
import { failed, missing, nothingFound, passed, type Ruling } from './ruling.ts';

/** Every name (or glob) must fit a job, and every job that fits must have passed, also one that may fail. */
export function ruleOnJobs(rule: { readonly jobs: readonly string[] }, jobs: readonly Job[]): Ruling {
	const limit = `${listed(rule.jobs)} passed`;
	const fits = jobNameMatcher(rule.jobs);
	const meant = jobs.filter(({ name }) => fits(name));
	const lost = meant.filter(({ state }) => state === 'failed' || state === 'cancelled' || state === 'skipped');
	const open = meant.filter((job) => job.state !== 'passed' && !lost.includes(job));
	const absent = rule.jobs.filter((pattern) => !hasOne(meant, jobNameMatcher([pattern])));
	const done = formatCount(meant.length - lost.length - open.length);
	const found =
		meant.length === 0
			? nothingFound
			: `${done} of ${formatCount(meant.length)} ${meant.length === 1 ? 'job' : 'jobs'} passed`;
	if (lost.length > 0) return failed(found, limit, lostText(lost));
	if (absent.length > 0) return missing(found, limit, `No job of this run is called ${listed(absent, 'or')}`);
	if (rule.jobs.length === 0) return missing(found, limit, 'The gate names no job');
	if (open.length > 0)
		return { outcome: 'waiting', found, limit, reason: `${listed(open.map(({ name }) => name))} not done yet` };
	return passed(found, limit, `${listed(meant.map(({ name }) => name))} passed`);
}

function hasOne(jobs: readonly Job[], fits: (name: string) => boolean): boolean {
	return jobs.some(({ name }) => fits(name));
}

function lostText(lost: readonly Job[]): string {
	const said = lost.map(({ name, state }) => `${name} ${state === 'failed' ? 'failed' : `was ${state}`}`);
	const only = lost.length === 1 ? lost[0] : undefined;
	return `${listed(said)}${only?.note ? `: ${withoutFullStop(only.note)}` : ''}`;
}
