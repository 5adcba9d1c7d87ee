/** Jobs and the jobs they need: in which order, and which may start now. */
import { type JobState, type StageName, stageNames } from './model.ts';

export interface JobNeeds {
	readonly name: string;
	/** Names of jobs that must have passed before. */
	readonly needs: readonly string[];
}

export interface NeedsJob extends JobNeeds {
	readonly state: JobState;
	/** Its failure holds nobody back. */
	readonly mayFail: boolean;
}

export type NeedsOrder =
	| { readonly order: readonly string[]; readonly cycle: null }
	/** Along the needs; the first name comes again at the end. */
	| { readonly order: null; readonly cycle: readonly string[] };

/** An order in which each job comes after those it needs, as near to the given one as can be. Unknown names are left aside. */
export function orderByNeeds(jobs: readonly JobNeeds[]): NeedsOrder {
	const needs = new Map(jobs.map((job) => [job.name, job.needs]));
	const order = new Set<string>();
	for (const { name } of jobs) {
		const cycle = visit(name, { needs, order, path: [] });
		if (cycle !== null) return { order: null, cycle };
	}
	return { order: [...order], cycle: null };
}

interface Walk {
	readonly needs: ReadonlyMap<string, readonly string[]>;
	readonly order: Set<string>;
	readonly path: readonly string[];
}

function visit(name: string, { needs, order, path }: Walk): readonly string[] | null {
	if (order.has(name) || !needs.has(name)) return null;
	const seen = path.indexOf(name);
	if (seen >= 0) return [...path.slice(seen), name];
	for (const need of needs.get(name) ?? []) {
		const cycle = visit(need, { needs, order, path: [...path, name] });
		if (cycle !== null) return cycle;
	}
	order.add(name);
	return null;
}

function isContent({ state, mayFail }: NeedsJob): boolean {
	return state === 'passed' || (state === 'failed' && mayFail);
}

function isLost(job: NeedsJob): boolean {
	return !isContent(job) && (job.state === 'failed' || job.state === 'cancelled' || job.state === 'skipped');
}

function byName(jobs: readonly NeedsJob[]): ReadonlyMap<string, NeedsJob> {
	return new Map(jobs.map((job) => [job.name, job]));
}

/** Waiting jobs of which every need has passed, or has failed and may. A need that no job bears never passes. */
export function startableJobs(jobs: readonly NeedsJob[]): readonly string[] {
	const known = byName(jobs);
	const isMet = (name: string) => {
		const need = known.get(name);
		return need !== undefined && isContent(need);
	};
	return jobs.filter(({ state, needs }) => state === 'waiting' && needs.every(isMet)).map(({ name }) => name);
}

/** Waiting jobs that can never start, because a job that they need, directly or not, is lost or not there. */
export function jobsToSkip(jobs: readonly NeedsJob[]): readonly string[] {
	const known = byName(jobs);
	const lost = new Set(jobs.filter(isLost).map(({ name }) => name));
	const isHopeless = ({ name, state, needs }: NeedsJob) =>
		state === 'waiting' && !lost.has(name) && needs.some((need) => lost.has(need) || !known.has(need));
	const skipped: string[] = [];
	for (let found = jobs.filter(isHopeless); found.length > 0; found = jobs.filter(isHopeless)) {
		for (const { name } of found) {
			lost.add(name);
			skipped.push(name);
		}
	}
	return skipped;
}

/** A stage begins when the one before has passed: each job also needs every job of the stages before its own. */
export function withStageOrder<T extends JobNeeds & { readonly stage: StageName | null }>(
	jobs: readonly T[],
): readonly T[] {
	const place = ({ stage }: T) => (stage === null ? -1 : stageNames.indexOf(stage));
	return jobs.map((job) => {
		const earlier = jobs.filter((other) => place(other) >= 0 && place(other) < place(job)).map(({ name }) => name);
		return { ...job, needs: [...new Set([...job.needs, ...earlier])] };
	});
}
