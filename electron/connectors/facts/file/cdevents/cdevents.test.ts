import { expect, test } from 'vitest';
import { importText, lines } from '../test-imports.ts';
import { artifactOf } from './single.ts';

let count = 0;

/** A CDEvent as its binding to CloudEvents has it. */
function event(predicate: string, timestamp: string, subject: Record<string, unknown>, isBare = false) {
	count += 1;
	const type = `dev.cdevents.${predicate}.0.2.0`;
	const context = { version: '0.4.1', id: `event-${count}`, source: '/ci/acme', type, timestamp };
	const data = { context, subject: { type: predicate.split('.')[0], ...subject } };
	if (isBare) return data;
	const { id, source } = context;
	return { specversion: '1.0', id, source, type, time: timestamp, datacontenttype: 'application/json', data };
}

const environment = { id: 'prod' };
const artifactId = 'pkg:oci/shop@sha256%3A0b31?repository_url=registry.example/shop&tag=1.2.3';

test('deployed, upgraded and rolled back services are deployments of their artifact', async () => {
	const subject = (content: object) => ({ id: 'service/shop', source: '/cluster', content });
	const { facts, leftOut } = await importText(
		'cdevents',
		lines(
			event('service.deployed', '2026-11-28T10:00:00+01:00', subject({ environment, artifactId })),
			event(
				'service.upgraded',
				'2026-11-28T11:00:00Z',
				subject({ environment, artifactId: 'pkg:generic/shop@2.0.0' }),
				true,
			),
			event('service.rolledback', '2026-11-28T12:00:00Z', subject({ environment, artifactId })),
		),
	);
	expect(leftOut).toEqual([]);
	expect(facts).toMatchObject([
		{
			...{ kind: 'deployment', service: 'shop', environment: 'prod', tier: 'production', version: '1.2.3' },
			...{ offsetMinutes: 60, finishedAt: Date.parse('2026-11-28T09:00:00Z'), outcome: 'succeeded', isRollback: null },
		},
		{ version: '2.0.0', isRollback: null },
		{ version: '1.2.3', isRollback: true },
	]);
	expect(new Set(facts.map((fact) => (fact.kind === 'deployment' ? fact.nativeId : ''))).size).toBe(3);
});

test('an incident is put together from its events, whatever their order', async () => {
	const subject = (content: object) => ({ id: 'inc-1', source: '/monitor', content });
	const service = { id: 'service/shop' };
	const events = [
		event('incident.resolved', '2026-11-28T12:00:00Z', subject({ environment, description: 'Checkout fails' })),
		event('incident.reported', '2026-11-28T10:10:00Z', subject({ environment, service, artifactId })),
		event('incident.detected', '2026-11-28T10:00:00Z', subject({ environment })),
	];
	const one = await importText('cdevents', JSON.stringify(events));
	const other = await importText('cdevents', JSON.stringify(events.toReversed()));
	expect(one.facts).toEqual(other.facts);
	expect(one.facts).toMatchObject([
		{
			...{ kind: 'incident', nativeId: '/monitor#inc-1', title: 'Checkout fails', service: 'shop', environment: null },
			...{ startedAt: Date.parse('2026-11-28T10:00:00Z'), resolvedAt: Date.parse('2026-11-28T12:00:00Z') },
			causedBy: ['version:1.2.3'],
		},
	]);
});

test('a pipeline run needs to know its service; a change its repository', async () => {
	const run = (id: string, content: object) => ({ id, source: '/tekton', content });
	const { facts, leftOut } = await importText(
		'cdevents',
		lines(
			event('pipelinerun.started', '2026-11-28T10:00:00Z', run('run-1', { pipelineName: 'shop-ci' })),
			event(
				'pipelinerun.finished',
				'2026-11-28T10:10:00Z',
				run('run-1', { pipelineName: 'shop-ci', outcome: 'failure' }),
			),
			event('pipelinerun.started', '2026-11-28T10:00:00Z', run('run-2', { pipelineName: 'unknown' })),
			event('change.merged', '2026-11-28T09:00:00Z', {
				id: 'pr-12',
				source: '/git',
				content: { repository: { id: 'acme/shop' } },
			}),
		),
		{ services: { 'shop-ci': 'shop' } },
	);
	expect(facts).toMatchObject([
		{ kind: 'pipeline-run', service: 'shop', workflow: 'shop-ci', state: 'failed', commit: '' },
		{ kind: 'change', repository: 'acme/shop', number: 12, mergedAt: Date.parse('2026-11-28T09:00:00Z') },
	]);
	expect(leftOut.map(({ what }) => what)).toEqual(['The pipelinerun run-2']);
});

test('what opens, closes or changes an environment is on the timeline', async () => {
	const { facts } = await importText(
		'cdevents',
		lines(
			event('environment.modified', '2026-11-28T10:00:00Z', { id: 'prod', content: { name: 'Production' } }),
			event('service.published', '2026-11-28T10:00:00Z', { id: 'shop', content: { environment } }),
			event('service.removed', '2026-11-28T10:00:00Z', { id: 'shop', content: { environment } }),
		),
	);
	expect(facts).toMatchObject([
		{ kind: 'timeline-event', type: 'configuration', title: 'Production modified', environment: 'prod', service: null },
		{ kind: 'timeline-event', type: 'other', title: 'shop opened to users', service: 'shop' },
		{ kind: 'timeline-event', type: 'other', title: 'shop removed', service: 'shop' },
	]);
});

test('what is not read, not understood or half told is listed, never guessed', async () => {
	const { facts, leftOut } = await importText(
		'cdevents',
		lines(
			event('service.deployed', '2026-11-28T10:00:00Z', { id: 'shop', content: { environment, artifactId } }),
			event('service.deployed', '2026-11-28T10:00:00Z', { id: 'shop', content: { environment } }),
			event('service.deployed', '2026-11-28T10:00:00', { id: 'shop', content: { environment, artifactId } }),
			event('testcaserun.finished', '2026-11-28T10:00:00Z', { id: 't-1', content: { outcome: 'success' } }),
			event('testcaserun.finished', '2026-11-28T10:00:00Z', { id: 't-2', content: { outcome: 'success' } }),
			event('incident.resolved', '2026-11-28T10:00:00Z', { id: 'inc-2', content: {} }),
			{ hello: 'world' },
		),
	);
	expect(facts).toHaveLength(1);
	expect(leftOut.map(({ what, why }) => `${what}: ${why}`)).toEqual([
		'Line 2 (service.deployed): it names no artifact, so what was deployed is not known',
		'Line 3 (service.deployed): its timestamp is no instant with an offset',
		'Line 7: it is no CDEvent with context, subject and a known type',
		'The incident inc-2: no event tells when it began',
		'2 × testcaserun.finished: events of this type are not read; docs/facts.md says which are',
	]);
});

test.each([
	['pkg:oci/shop@sha256%3A0b31?tag=1.2', { version: '1.2', commit: null }],
	['pkg:golang/acme.com/shop@v1.2.0', { version: 'v1.2.0', commit: null }],
	[`pkg:github/acme/shop@${'a'.repeat(40)}`, { version: 'a'.repeat(40), commit: 'a'.repeat(40) }],
	[
		`pkg:generic/shop@1?vcs_url=git%2Bhttps://x.example/shop%40${'b'.repeat(40)}`,
		{ version: '1', commit: 'b'.repeat(40) },
	],
	['pkg:generic/shop', { version: 'pkg:generic/shop', commit: null }],
	['shop-1.2', { version: 'shop-1.2', commit: null }],
	['pkg:oci/shop@%E0%A4%A', { version: '%E0%A4%A', commit: null }],
	[null, { version: null, commit: null }],
])('artifact %s', (id, expected) => {
	expect(artifactOf(id)).toEqual(expected);
});

test('descriptions are as long as all texts are, whatever they hold', async () => {
	const subject = { id: 'inc-9', source: '/monitor', content: { description: `Down\u0000\n${'x'.repeat(100_000)}` } };
	const { facts, leftOut } = await importText(
		'cdevents',
		lines(
			event('incident.detected', '2026-11-28T10:00:00Z', subject),
			event('incident.resolved', '2026-11-28T09:00:00Z', subject),
			event('incident.detected', '2026-11-28T10:00:00Z', { ...subject, id: 'a\u0000b' }),
			event('environment.created', '0001-01-01T00:00:00Z', { id: 'prod', content: { name: 'Production' } }),
		),
	);
	expect(facts).toMatchObject([
		{ title: expect.stringMatching(/^Down x{294}…$/), resolvedAt: Date.parse('2026-11-28T10:00:00Z') },
	]);
	expect(leftOut.map(({ why }) => why)).toEqual([
		'its timestamp is no instant with an offset',
		'its id has control characters or is too long, so it is none',
	]);
});
