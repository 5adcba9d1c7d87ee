import { describe, expect, test } from 'vitest';
import { ada, analysing, createdEvent, succeed, tell, verdictOf } from '../domain/deployment/fixture.ts';
import { deploymentStates } from '../domain/deployment/model.ts';
import { emptyRoom } from '../rpc/testing/fake-api.ts';
import { isShipping, ownInFlightOf } from './in-flight.ts';
import { quitQuestion } from './quit-question.ts';
import { roomOf, viewOf } from './testing/rooms.ts';

const atFive = analysing();
const queued = tell(null, createdEvent(), 0, ada);
const preparing = tell(queued, { type: 'begun' }, 1);
const rollingBack = tell(atFive, { type: 'commanded', command: 'roll-back', reason: null }, 10, ada);
const rolledBack = succeed(succeed(rollingBack, 11), 12).deployment;
const held = tell(
	tell(atFive, { type: 'verdict', stepIndex: 3, verdict: verdictOf('inconclusive') }, 10),
	{ type: 'step-elapsed', stepIndex: 3 },
	20,
).deployment;

describe('before a quit', () => {
	test.each([
		['queued', queued.deployment, '2.4.0 is not started until Signalbox runs again.'],
		[
			'preparing',
			preparing.deployment,
			'2.4.0 has no users yet and gets none until Signalbox runs again; then it goes on.',
		],
		[
			'analysing',
			atFive.deployment,
			'2.4.0 keeps its 5 % of traffic, and nobody judges it until Signalbox runs again; then it is watched anew.',
		],
		[
			'held',
			held,
			'2.4.0 stays held at 5 % of traffic, and nobody judges it or takes it back until Signalbox runs again.',
		],
		[
			'rolling back',
			rollingBack.deployment,
			'2.4.0 is being rolled back, which may stop half-way: it may keep up to 5 % of traffic until Signalbox runs again; then the rollback goes on.',
		],
		[
			'left to a person',
			{ ...rollingBack.deployment, state: 'needs-operator' as const },
			'2.4.0 could not be rolled back and still needs a person; traffic stays as it is.',
		],
	])('%s: says what users get', (_, deployment, fate) => {
		const question = quitQuestion(roomOf([deployment]));
		expect(question?.message).toBe('Quit while 2.4.0 ships?');
		expect(question?.detail).toContain(`checkout in production: ${fate}`);
		expect(question?.detail).toContain('it asks each target first');
	});

	test.each([
		['nothing', emptyRoom],
		['what has ended', roomOf([rolledBack])],
		['what another control room runs', roomOf([viewOf(atFive.deployment, { heldBy: 'Signalbox on build-7' })])],
	])('%s asks nothing', (_, room) => expect(quitQuestion(room)).toBeNull());

	test('each is told, but no more than a dialog can hold', () => {
		const eight = Array.from({ length: 8 }, (_, index) => ({
			...atFive.deployment,
			id: `d${index}`,
			service: `service-${index}`,
			createdAt: index,
		}));
		const question = quitQuestion(roomOf(eight));
		expect(question?.message).toBe('Quit while 8 deployments ship?');
		expect(question?.detail.match(/keeps its 5/g)).toHaveLength(6);
		expect(question?.detail).toContain('And 2 more, which keep the traffic they have.');
	});

	test('a target that forgets is named', () => {
		const room = roomOf([atFive.deployment]);
		const [environment] = Object.values(room.environments);
		if (environment === undefined) throw new Error('the room has no environment');
		const forgets = {
			...room,
			environments: { [environment.key]: { ...environment, targetLabel: 'haproxy eu-west' } },
		};
		expect(quitQuestion(forgets)?.detail).toContain('HAProxy forgets the split');
		expect(quitQuestion(room)?.detail).not.toContain('HAProxy');
	});

	test('the customers of the sample are named', () => {
		const room = roomOf([atFive.deployment]);
		const project = { id: 'p1', name: 'Sample', file: '/s', source: null, issues: [], loadedAt: 0 };
		const withProject = (sample: boolean) => ({ ...room, projects: { p1: { ...project, sample } } });
		expect(quitQuestion(withProject(true))?.detail).toContain('The customers of the sample stop');
		expect(quitQuestion(withProject(false))?.detail).not.toContain('sample');
	});
});

describe('what ships', () => {
	test.each(deploymentStates)('%s', (state) => {
		const ships = state !== 'completed' && state !== 'rolled-back';
		const room = roomOf([{ ...atFive.deployment, state }]);
		expect(isShipping(room)).toBe(ships);
		expect(quitQuestion(room) !== null).toBe(ships);
	});

	test('is nothing in a room that is not known yet', () => expect(isShipping(null)).toBe(false));

	test('is shown but is not ours when another control room holds it', () => {
		const room = roomOf([viewOf(atFive.deployment, { heldBy: 'Signalbox on build-7' })]);
		expect([isShipping(room), ownInFlightOf(room)]).toEqual([true, []]);
	});
});
