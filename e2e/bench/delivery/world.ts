/** Five years of a large organisation, made up from a fixed seed: the same facts at each run, service by service. */
import type {
	CommitFact,
	DeploymentFact,
	Fact,
	IncidentFact,
	PipelineRunFact,
	TestResult,
	TestRunFact,
} from '../../../shared/domain/delivery/facts.ts';
import type { DeliverySetup } from '../../../electron/engine/delivery-ports.ts';
import { defaultDeliveryPolicy } from '../../../shared/domain/delivery/policy.ts';
import { defaultTestPolicy } from '../../../shared/domain/tests/policy.ts';

/** How much there is, over all services. */
export interface WorldSize {
	readonly services: number;
	readonly deployments: number;
	readonly commits: number;
	readonly incidents: number;
	readonly testRuns: number;
	readonly testsPerRun: number;
}

export const worldStart = Date.UTC(2021, 10, 1);
export const worldEnd = Date.UTC(2026, 10, 1);
export const second = 1_000;
export const hour = 3_600 * second;
export const day = 24 * hour;

export interface ServiceFacts {
	readonly name: string;
	readonly deployments: readonly DeploymentFact[];
	/** Oldest first: each but every fifteenth, a merge, has the one before as its only parent. */
	readonly commits: readonly CommitFact[];
	readonly incidents: readonly IncidentFact[];
	readonly runs: readonly PipelineRunFact[];
	readonly testRuns: readonly TestRunFact[];
}

/** A small generator with a long period; the seed is the service's number. */
function createRandom(seed: number): () => number {
	let state = (seed * 0x9e_37_79_b1) >>> 0;
	return () => {
		state = (state + 0x6d_2b_79_f5) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

export function serviceName(index: number): string {
	return `service-${String(index + 1).padStart(3, '0')}`;
}

export function setupOf(size: WorldSize): DeliverySetup {
	const names = Array.from({ length: size.services }, (_, index) => serviceName(index));
	const groups = Object.fromEntries(
		Array.from({ length: Math.ceil(names.length / 10) }, (_, index) => [
			`team-${index + 1}`,
			names.slice(index * 10, index * 10 + 10),
		]),
	);
	return {
		policy: { ...defaultDeliveryPolicy, groups },
		tests: defaultTestPolicy,
		services: names.map((name) => ({
			...{ name, owner: null, repository: name, hasPaths: false },
			environments: [{ name: 'production', tier: 'production' }],
			sources: { deployments: true, commits: true, incidents: true, runs: true, tests: true },
		})),
	};
}

/** Everything of one service. */
export function makeService(size: WorldSize, index: number): ServiceFacts {
	const name = serviceName(index);
	const random = createRandom(index + 1);
	const per = (all: number) => Math.max(1, Math.round(all / size.services));
	const commits = makeCommits(name, index, per(size.commits), random);
	const deployments = makeDeployments(name, per(size.deployments), commits, random);
	const incidents = makeIncidents(name, per(size.incidents), deployments, random);
	return {
		name,
		commits,
		deployments,
		incidents,
		...makeRuns(name, per(size.testRuns), size.testsPerRun, commits, random),
	};
}

/** Whole seconds, as Git and the hosts tell them. */
function whole(instant: number): number {
	return Math.floor(instant / second) * second;
}

function shaOf(service: number, number: number): string {
	// Spread like real hashes: neighbours share nothing.
	const parts = [1, 2, 3, 4, 5].map(
		(part) => Math.imul(number * 5 + part, 0x9e_37_79_b1 ^ (service * 0x85_eb_ca_6b)) >>> 0,
	);
	const [first = 0, ...rest] = parts;
	const words = [(first ^ number) >>> 0, ...rest.slice(0, 2), service, number];
	return words.map((word) => word.toString(16).padStart(8, '0')).join('');
}

function makeCommits(repository: string, service: number, count: number, random: () => number): readonly CommitFact[] {
	const step = (worldEnd - worldStart) / count;
	return Array.from({ length: count }, (_, number): CommitFact => {
		const committedAt = whole(worldStart + number * step + random() * step * 0.5);
		const isMerge = number % 15 === 14 && number > 1;
		const parents = number === 0 ? [] : [shaOf(service, number - 1), ...(isMerge ? [shaOf(service, number - 2)] : [])];
		const isBot = random() < 0.12;
		const author = Math.floor(random() * 12);
		return {
			...{ kind: 'commit', repository, sha: shaOf(service, number), parents, committedAt },
			authoredAt: committedAt - whole(random() ** 3 * 6 * day),
			...{ authorOffsetMinutes: 60, authorName: isBot ? 'renovate[bot]' : `Person ${author}` },
			...{
				authorEmail: isBot ? null : `person${author}@acme.example`,
				subject: `Change number ${number} of the ${repository}`,
			},
			...{ reverts: [], touches: null },
		};
	});
}

/** New versions in order; some attempts without traffic; now and then back to the version before, and then on. */
function makeDeployments(
	service: string,
	count: number,
	commits: readonly CommitFact[],
	random: () => number,
): readonly DeploymentFact[] {
	const made: DeploymentFact[] = [];
	const step = (worldEnd - worldStart) / count;
	let running: DeploymentFact | null = null;
	let before: DeploymentFact | null = null;
	let wasRollback = false;
	for (let number = 0; number < count; number += 1) {
		const finishedAt = whole(worldStart + number * step + step * 0.3 + random() * step * 0.6);
		const isAttempt = random() < 0.04;
		const isRollback: boolean = !isAttempt && !wasRollback && before !== null && random() < 0.03;
		const newest =
			Math.min(commits.length, Math.floor(((finishedAt - worldStart) / (worldEnd - worldStart)) * commits.length)) - 1;
		const fact: DeploymentFact = {
			...{ kind: 'deployment', source: 'ci', nativeId: `${service}-${number}`, url: null, offsetMinutes: 0, service },
			...{ environment: 'production', tier: 'production' },
			version: isRollback ? (before?.version ?? null) : `1.${number}.0`,
			commit: isRollback ? (before?.commit ?? null) : (commits[Math.max(0, newest)]?.sha ?? null),
			...{ startedAt: finishedAt - 600 * second, firstTrafficAt: null, finishedAt },
			...{ outcome: isAttempt ? 'failed' : 'succeeded', tookTraffic: isAttempt ? false : null, isRollback: null },
			...{ takesBack: null, isHotfix: null, fixes: [], note: null, actor: 'deployer' },
		};
		made.push(fact);
		if (!isAttempt) {
			if (!isRollback) [running, before] = [fact, running];
			wasRollback = isRollback;
		}
	}
	return made;
}

/** Most begin within hours of a deployment, some long after; all end. */
function makeIncidents(
	service: string,
	count: number,
	deployments: readonly DeploymentFact[],
	random: () => number,
): readonly IncidentFact[] {
	return Array.from({ length: count }, (_, number): IncidentFact => {
		const after = deployments[Math.floor(random() * deployments.length)]?.finishedAt ?? worldStart;
		const startedAt = whole(after + 60 * second + random() * (random() < 0.85 ? 6 * hour : 60 * hour));
		return {
			...{ kind: 'incident', source: 'pager', nativeId: `${service}-${number}`, url: null, offsetMinutes: 0 },
			...{ title: `Errors of ${service}`, service, sourceService: service, environment: null, severity: 'high' },
			...{
				startedAt,
				detectedAt: null,
				acknowledgedAt: null,
				resolvedAt: startedAt + 300 * second + whole(random() ** 2 * 5 * hour),
			},
			...{ causedBy: [], isNotFromChange: false },
		};
	});
}

function makeRuns(
	service: string,
	count: number,
	testsPerRun: number,
	commits: readonly CommitFact[],
	random: () => number,
) {
	const runs: PipelineRunFact[] = [];
	const testRuns: TestRunFact[] = [];
	const step = (worldEnd - worldStart) / count;
	for (let number = 0; number < count; number += 1) {
		const at = whole(worldStart + number * step + random() * step);
		const commit = commits[Math.floor((number / count) * commits.length)]?.sha ?? '';
		const results = makeResults(testsPerRun, random);
		const isFailed = results.some(({ outcome }) => outcome === 'failed');
		const nativeId = `${service}-run-${number}`;
		const common = {
			url: null,
			offsetMinutes: 0,
			service,
			commit,
			branch: 'main',
			isDefaultBranch: true,
			attempt: 1,
			nativeId,
		};
		runs.push({
			...{ ...common, kind: 'pipeline-run', source: 'runs', workflow: 'pipeline', waitedForPeopleMs: 0 },
			state: random() < 0.03 ? 'cancelled' : isFailed ? 'failed' : 'passed',
			...{ createdAt: at - 700 * second, startedAt: at - 690 * second, finishedAt: at },
		});
		const wallMs = 120_000 + Math.floor(random() * 240_000);
		testRuns.push({ ...common, kind: 'test-run', source: 'tests', runId: nativeId, at, wallMs, results });
	}
	return { runs, testRuns };
}

function makeResults(count: number, random: () => number): readonly TestResult[] {
	return Array.from({ length: count }, (_, number): TestResult => {
		const share = number === 0 ? 0.3 : 0.002;
		return {
			...{ test: `suite ${number % 5} > case ${number}`, file: `test/unit/suite-${number % 5}.test.ts`, group: 'unit' },
			...{
				outcome: random() < share ? 'failed' : 'passed',
				durationMs: 5 + Math.floor(random() * 400),
				passedOnRetry: false,
			},
		};
	});
}

/** All facts of a service by source, in batches as a pull tells them. */
export function* batchesOf(
	facts: ServiceFacts,
	size: number,
): Generator<{ readonly source: string; readonly facts: readonly Fact[] }> {
	const parts = [
		{ source: `git:${facts.name}`, all: facts.commits },
		{ source: 'ci', all: facts.deployments },
		{ source: 'pager', all: facts.incidents },
		{ source: 'runs', all: facts.runs },
		{ source: 'tests', all: facts.testRuns },
	] as const;
	for (const { source, all } of parts) {
		for (let from = 0; from < all.length; from += size) yield { source, facts: all.slice(from, from + size) };
	}
}

/** Commits, deployments, incidents, runs and results of tests. */
export function countRows(facts: readonly Fact[]): number {
	return facts.reduce((sum, fact) => sum + (fact.kind === 'test-run' ? fact.results.length : 1), 0);
}
