/** Services with pipelines in every condition that a screen must show. Deterministic; never part of the product. */
import type { CommitInfo } from '../../shared/domain/pipeline/model.ts';
import { environmentKey } from '../../shared/domain/release.ts';
import { fail, ok } from '../../shared/domain/result.ts';
import type {
	FreezeView,
	PipelineView,
	ReleaseDetail,
	ReleaseView,
	ServiceView,
} from '../../shared/rpc/pipeline-views.ts';
import type { EnvironmentView, NeedView, RoomState } from '../../shared/rpc/views.ts';
import type { ControlRoomClient } from '../store/connection.ts';
import { streamOf } from '../store/stream.ts';
import { fakeEnvironment } from './fake-environment.ts';
import { fakeRunDetail, fakeRunView, type RunStory } from './fake-pipelines-run.ts';
import { emptyRoom, sampleRoom } from './fake-room.ts';

export type PipelineStory = RunStory | 'none' | 'no-run' | 'frozen' | 'unreachable';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const service = 'checkout';

/** The run that a story shows; null where there is none. */
export function runOf(story: PipelineStory): RunStory | null {
	if (story === 'none' || story === 'no-run') return null;
	return story === 'frozen' || story === 'unreachable' ? 'passed' : story;
}

/** A release; `commits` null is one of which git could not be asked. */
export function fakeRelease(
	now: number,
	version: string,
	rest: {
		readonly commits?: number | null;
		readonly standsIn?: readonly string[];
		readonly held?: string;
		readonly age?: number;
	} = {},
): ReleaseView {
	const { commits = 2, standsIn = [], held, age = hour } = rest;
	const readiness = ['testing', 'staging', 'production'].map((environment) => {
		const isHeld = held !== undefined && environment !== 'testing';
		return {
			environment: environmentKey(service, environment),
			allowed: !isHeld,
			reasons: isHeld
				? [
						{
							...({ kind: 'gate', stage: 'commit', subject: 'Coverage' } as const),
							...{ text: held, whoCan: 'Anybody who may act can waive it' },
						},
					]
				: [],
		};
	});
	return {
		...{ service, version, commit: '9f2c1abd00e1f2a3b4c5d6e7f8091a2b3c4d5e6f', runId: `${service}:412` },
		...{ madeAt: now - age, previous: '2.4.0', commitCount: commits, readiness, standsIn },
		commitsNote: commits === null ? 'git is not on this machine, so the commits are not known.' : null,
		authors: [
			{ name: 'Ada', email: 'ada@shop.example', commits: 1 },
			{ name: 'Linus', email: null, commits: 1 },
		],
		...{ oldestCommitAt: commits === null ? null : now - age, subject: 'Batch tax lookups per order' },
	};
}

function releasesOf(now: number, story: PipelineStory): readonly ReleaseView[] {
	const held = story === 'full' ? 'Coverage is missing: no report matches coverage/lcov.info.' : undefined;
	const newest = fakeRelease(now, '2.4.1', {
		...{ standsIn: ['testing'], commits: story === 'full' ? 200 : 2 },
		...(held === undefined ? {} : { held }),
	});
	const older = [
		fakeRelease(now, '2.4.0', { standsIn: ['staging'], commits: 7, age: day }),
		fakeRelease(now, '2.3.2', { commits: 1, age: 3 * day }),
		fakeRelease(now, '2.3.1', { standsIn: ['production'], commits: null, age: 9 * day }),
	];
	const many = Array.from({ length: 6 }, (_, index) =>
		fakeRelease(now, `2.2.${9 - index}`, { age: (12 + index) * day }),
	);
	return story === 'no-run' ? [] : story === 'full' ? [newest, ...older, ...many] : [newest, ...older];
}

function freezes(now: number, isNow: boolean): readonly FreezeView[] {
	const from = isNow ? now - 2 * hour : now + 3 * day;
	return [
		{
			...{ environment: environmentKey(service, 'production'), name: 'weekend', zone: 'Europe/Berlin' },
			...{ reason: 'Nobody is on call for tax from Friday evening to Monday morning.', from, to: from + 62 * hour },
			...{ isNow, lift: null, liftedBy: isNow ? ['Ada', 'Grace'] : [] },
		},
	];
}

/** One service in one condition. */
export function fakeService(now: number, story: PipelineStory, name = service): ServiceView {
	const run = runOf(story);
	const isDown = story === 'unreachable';
	const pipeline: PipelineView = {
		...{ runner: 'github', label: 'GitHub Actions', host: 'api.github.com', branch: 'main', budgetMs: 30 * minute },
		latest: run === null ? null : fakeRunView(now, name, run),
		releases: releasesOf(now, story),
		batches: [
			{
				...{ into: environmentKey(name, 'staging'), fromVersion: '2.4.0', toVersion: '2.4.1', commits: 2, authors: 2 },
				oldestCommitAt: now - hour,
			},
			{
				...{
					into: environmentKey(name, 'production'),
					fromVersion: '2.3.1',
					toVersion: '2.4.1',
					commits: 10,
					authors: 4,
				},
				oldestCommitAt: now - 2 * day,
			},
		],
		asOf: isDown ? now - 22 * minute : now - 4_000,
		state: isDown ? 'unreachable' : 'reachable',
		problem: isDown
			? fail(
					'ci-unreachable',
					'GitHub does not answer at api.github.com, so what is shown is 22 min old.',
					'Check the network of this machine. It is asked again in 2 min.',
					{ retryable: true },
				).problem
			: null,
		...{ pollMs: isDown ? 2 * minute : 15_000, clockSkewMs: 0 },
		start: { allowed: !isDown, label: 'Run pipeline', detail: isDown ? 'GitHub does not answer.' : null },
	};
	return {
		...{ name, project: 'shop', owner: 'payments', repository: 'https://github.com/shop/checkout' },
		pipeline: story === 'none' ? null : pipeline,
		freezes: story === 'frozen' || story === 'full' ? freezes(now, story === 'frozen') : [],
	};
}

function environments(now: number): readonly EnvironmentView[] {
	const made = (environment: string, version: string): EnvironmentView => {
		const view = fakeEnvironment(now, { service, environment, version, owner: 'payments' });
		const releases = ['2.4.1', '2.4.0', '2.3.1'].map((each) => ({ version: each, commit: '9f2c1abd00', notes: null }));
		return { ...view, project: 'shop', releases };
	};
	return [made('testing', '2.4.1'), made('staging', '2.4.0'), made('production', '2.3.1')];
}

/** Needs of people that come from pipelines. */
export function pipelineNeeds(now: number): readonly NeedView[] {
	const need = (kind: NeedView['kind'], title: string, detail: string): NeedView => ({
		...{ id: `need-${kind}`, urgency: 'soon', kind, title, detail, since: now - 6 * minute },
		...{ deploymentId: null, environment: null, pipeline: { service, runId: `${service}:412` } },
	});
	return [
		need(
			'approval',
			'checkout 2.4.1 waits for approval in User acceptance',
			'Waiting for approval from 1 of 2. Grace approved.',
		),
		need(
			'gate',
			'checkout: Coverage failed',
			'79.2 %, 3\u202f880 of 4\u202f899 lines; limit 80 %, not below 83.9 % of 2.4.0.',
		),
		need(
			'waiver',
			'checkout: the waiver of Complexity ends in 2 days',
			'Waived by Grace: tax rules of 2027 land in one piece.',
		),
	];
}

/** A room of one service in a condition, with production in flight while its pipeline runs. */
export function pipelineRoom(now: number, story: PipelineStory): RoomState {
	const base = sampleRoom(now);
	const [flight] = Object.values(base.deployments);
	const own = environments(now).map((each) =>
		each.tier === 'production' && story === 'running' && flight !== undefined
			? { ...each, deploymentId: flight.deployment.id }
			: each,
	);
	const [sample] = Object.values(base.projects);
	return {
		...emptyRoom(),
		projects: sample === undefined ? {} : { shop: { ...sample, id: 'shop', name: 'Shop', sample: false } },
		services: { [service]: fakeService(now, story) },
		environments: Object.fromEntries(own.map((each) => [each.key, each])),
		deployments: story === 'running' ? base.deployments : {},
		needs: Object.fromEntries(pipelineNeeds(now).map((each) => [each.id, each])),
	};
}

function commits(now: number, count: number): readonly CommitInfo[] {
	return Array.from({ length: count }, (_, index) => ({
		sha: (0x9f2c1abd + index * 7_919).toString(16).padStart(40, '0').split('').toReversed().join(''),
		subject: ['Batch tax lookups per order', 'Read rates once a day', 'Merge branch tax-2027'][index % 3] ?? '',
		author: { name: ['Ada', 'Linus', 'Grace'][index % 3] ?? 'Ada', email: null },
		...{ authoredAt: now - hour - index * 40 * minute, committedAt: now - hour - index * 40 * minute },
		parents: index % 3 === 2 ? ['a', 'b'] : ['a'],
	}));
}

/** Answers about pipelines for a story; commands are not here: the connection notes them. */
export function pipelineAnswers(now: number, story: PipelineStory): Partial<ControlRoomClient['pipelines']> {
	const run = runOf(story);
	return {
		watchRun: (_input, signal) =>
			streamOf(signal, (sink) => {
				sink.push({ number: 1, detail: run === null ? null : fakeRunDetail(now, service, run) });
				return { unsubscribe() {} };
			}),
		runs: async () =>
			ok(
				run === null
					? []
					: [
							fakeRunView(now, service, run),
							...(['gates', 'passed', 'passed', 'gates', 'passed'] as const).map((each, index) => ({
								...fakeRunView(now, service, each, 411 - index),
								createdAt: now - (index + 1) * 5 * hour,
							})),
						],
			),
		releases: async () => ok(releasesOf(now, story).map((release, index) => ({ position: 100 - index, release }))),
		release: async ({ version }) => {
			const release = releasesOf(now, story).find((each) => each.version === version);
			if (release === undefined) {
				return fail(
					'unknown-version',
					`${version} is no release of ${service}.`,
					'Choose one from the list of releases.',
				);
			}
			const { commitCount, commitsNote, authors, oldestCommitAt } = release;
			const record: ReleaseDetail['record'] = {
				...{ service, version, commit: release.commit, branch: 'main', runId: release.runId, attempt: 1 },
				...{ madeAt: release.madeAt, previous: { version: '2.4.0', commit: '41d08e3aa1' }, commitCount, commitsNote },
				...{ authors, oldestCommitAt, commits: commits(now, commitCount ?? 0) },
				artifacts: [
					{ id: 'image', name: 'checkout-2.4.1.tar.gz', sizeBytes: 18_400_000, isExpired: false, url: null },
					{ id: 'reports', name: 'reports', sizeBytes: 812_000, isExpired: true, url: null },
				],
			};
			return ok({ release, record });
		},
		attachment: async () => ok({ contentBase64: 'aGVsbG8=' }),
		attach: async ({ name, mediaType }) => ok({ id: 'f'.repeat(64), name, mediaType, sizeBytes: 5 }),
	};
}
