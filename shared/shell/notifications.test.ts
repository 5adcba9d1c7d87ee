import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { CommandKind, DeploymentEvent } from '../domain/deployment/events.ts';
import {
	ada,
	analysing,
	blueGreenStrategy,
	canaryStrategy,
	createdEvent,
	failEffect,
	type Story,
	succeed,
	tell,
	verdictOf,
} from '../domain/deployment/fixture.ts';
import type { Deployment } from '../domain/deployment/model.ts';
import type { Strategy } from '../domain/strategy/model.ts';
import { emptyRoom } from '../rpc/testing/fake-api.ts';
import type { RoomState } from '../rpc/views.ts';
import { type ShellNotification, notificationsOf, waitingKeys } from './notifications.ts';
import { roomBefore, roomOf, viewOf } from './testing/rooms.ts';

const command = (kind: CommandKind) => ({ type: 'commanded', command: kind, reason: null }) as const;
const verdict = (story: Story, outcome: 'healthy' | 'unhealthy' | 'inconclusive', at: number) =>
	tell(story, { type: 'verdict', stepIndex: story.deployment.stepIndex, verdict: verdictOf(outcome, at) }, at);
const elapse = (story: Story, at: number) =>
	tell(story, { type: 'step-elapsed', stepIndex: story.deployment.stepIndex }, at);

const holding: Strategy = {
	...canaryStrategy,
	steps: [...canaryStrategy.steps.slice(0, 3), { kind: 'hold', durationMs: null }, { kind: 'promote' }],
};
const waiting: Strategy = {
	...holding,
	steps: holding.steps.map((step) => (step.kind === 'hold' ? { ...step, durationMs: 60_000 } : step)),
};

const watched = analysing();
const held = elapse(verdict(watched, 'inconclusive', 10), 20);
const approval = analysing(holding);
const unhealthy = verdict(watched, 'unhealthy', 30);
const rolledBack = succeed(succeed(unhealthy, 31), 32);
const stuck = failEffect(unhealthy, 33);
const asked = tell(watched, command('roll-back'), 40, ada);
const askedDone = succeed(succeed(asked, 41), 42);
const promoted = tell(watched, command('promote-fully'), 50, ada);
const completed = succeed(promoted, 51);

function news(before: Deployment, after: Deployment): readonly ShellNotification[] {
	return notificationsOf(roomOf([before]), roomOf([after]));
}

describe('what is told', () => {
	test('a held verdict, with what is to be decided', () => {
		const [only, ...more] = news(watched.deployment, held.deployment);
		expect(more).toEqual([]);
		expect(only).toEqual({
			key: 'verdict:d1:20',
			kind: 'verdict',
			title: 'checkout production: 2.4.0 is held at 5 % of traffic',
			body: 'inconclusive in a test',
			address: '/deployments/d1',
			deploymentId: 'd1',
			actions: [
				{ command: 'roll-back', label: 'Roll back to 2.3.1' },
				{ command: 'promote', label: 'Promote to 25 %' },
			],
			asksForDecision: true,
		});
	});

	test('how long patience lasts, where that is known', () => {
		const view = viewOf(held.deployment);
		const room = roomOf([{ ...view, timing: { ...view.timing, patienceEndsAt: 20 + 30 * 60_000 } }]);
		expect(notificationsOf(roomOf([watched.deployment]), room)[0]?.body).toBe(
			'inconclusive in a test. It is rolled back by itself 30 min after it was held.',
		);
	});

	test.each<[string, Deployment, Deployment, Partial<ShellNotification>]>([
		[
			'a wait for approval',
			tell(tell(null, createdEvent(holding), 0, ada), { type: 'begun' }, 1).deployment,
			approval.deployment,
			{ kind: 'approval', body: 'Waiting for a person to promote', asksForDecision: true },
		],
		[
			'a rollback when the engine decides it',
			watched.deployment,
			unhealthy.deployment,
			{ kind: 'failed', body: 'unhealthy in a test' },
		],
		[
			'a rollback that was over at once',
			watched.deployment,
			rolledBack.deployment,
			{ kind: 'failed', asksForDecision: false },
		],
		[
			'a rollback that failed',
			unhealthy.deployment,
			stuck.deployment,
			{ kind: 'failed', body: 'It did not work.', asksForDecision: true },
		],
		['a rollback that failed at once', watched.deployment, stuck.deployment, { kind: 'failed', asksForDecision: true }],
		[
			"a person's rollback when it is done",
			asked.deployment,
			askedDone.deployment,
			{ kind: 'failed', title: 'checkout production: 2.4.0 was rolled back to 2.3.1', body: 'Asked by Ada' },
		],
		[
			'a second try that worked',
			stuck.deployment,
			succeed(succeed(tell(stuck, command('retry'), 60, ada), 61), 62).deployment,
			{ kind: 'failed', title: 'checkout production: 2.4.0 was rolled back to 2.3.1' },
		],
		[
			'the end',
			promoted.deployment,
			completed.deployment,
			{
				kind: 'finished',
				title: 'checkout production: 2.4.0 has all traffic',
				actions: [{ command: 'roll-back', label: 'Roll back to 2.3.1' }],
				asksForDecision: false,
			},
		],
	])('%s, once', (_, before, after, expected) => {
		const told = news(before, after);
		expect(told).toHaveLength(1);
		expect(told[0]).toMatchObject(expected);
	});

	test.each<[string, Deployment, Deployment]>([
		['the very same', held.deployment, held.deployment],
		['a start', tell(null, createdEvent(), 0, ada).deployment, watched.deployment],
		['a pause by a person', watched.deployment, tell(watched, command('pause'), 10, ada).deployment],
		[
			'a wait of a set time',
			tell(tell(null, createdEvent(waiting), 0, ada), { type: 'begun' }, 1).deployment,
			analysing(waiting).deployment,
		],
		["a person's rollback while it goes on", watched.deployment, asked.deployment],
		['the end of a rollback that was told when it began', unhealthy.deployment, rolledBack.deployment],
		[
			'what a person accepted after it was told',
			stuck.deployment,
			{ ...stuck.deployment, state: 'rolled-back', finishedAt: 70 },
		],
		[
			'other words for the same need',
			held.deployment,
			{
				...held.deployment,
				revision: 99,
				pause: held.deployment.pause && { ...held.deployment.pause, text: 'Still unclear' },
			},
		],
	])('nothing of %s', (_, before, after) => {
		expect(news(before, after)).toEqual([]);
	});

	test('a release that fails before its first patch was seen', () => {
		const before = roomBefore(rolledBack.deployment);
		expect(notificationsOf(before, roomOf([rolledBack.deployment]))).toHaveLength(1);
	});

	test('nothing of what a project brings along when it is opened', () => {
		for (const { deployment } of [held, completed, rolledBack, stuck]) {
			expect(notificationsOf(emptyRoom, roomOf([deployment]))).toEqual([]);
		}
	});

	test("nothing of another control room's deployments, also when they come to this one", () => {
		const theirs = (deployment: Deployment) => roomOf([viewOf(deployment, { heldBy: 'ci-runner' })]);
		expect(notificationsOf(theirs(watched.deployment), theirs(completed.deployment))).toEqual([]);
		expect(notificationsOf(theirs(completed.deployment), roomOf([completed.deployment]))).toEqual([]);
	});

	test('without buttons where this host may not act', () => {
		const [only] = notificationsOf(roomOf([watched.deployment], false), roomOf([held.deployment], false));
		expect(only?.actions).toEqual([]);
	});

	test('each of several at once', () => {
		const both = (story: Story) => [story.deployment, { ...story.deployment, id: 'd2', service: 'search' }];
		expect(notificationsOf(roomOf(both(watched)), roomOf(both(held))).map(({ key }) => key)).toEqual([
			'verdict:d1:20',
			'verdict:d2:20',
		]);
	});
});

describe('a machine that sleeps or is locked', () => {
	test.each(['asleep', 'slept', 'locked'] as const)('(%s) holds without a word: it goes on by itself', (because) => {
		const away = tell(watched, { type: 'machine-left', because, answer: 'hold' }, 60);
		expect(news(watched.deployment, away.deployment)).toEqual([]);
		expect(news(away.deployment, watched.deployment)).toEqual([]);
	});

	test('still has to tell of what it takes back', () => {
		const away = tell(watched, { type: 'machine-left', because: 'asleep', answer: 'roll-back' }, 60);
		expect(news(watched.deployment, away.deployment)).toMatchObject([
			{ kind: 'failed', body: expect.stringContaining('This machine went to sleep') },
		]);
	});

	test('does not take back what waits for a person', () => {
		const away = tell(held, { type: 'machine-left', because: 'asleep', answer: 'hold' }, 60);
		expect(waitingKeys(roomOf([away.deployment]))).toEqual(waitingKeys(roomOf([held.deployment])));
	});
});

describe('what still waits', () => {
	test.each<[string, Deployment, readonly string[]]>([
		['a held verdict', held.deployment, ['verdict:d1:20']],
		['an approval', approval.deployment, ['approval:d1:4']],
		['a failed rollback', stuck.deployment, ['operator:d1:30']],
		['nothing after the decision', tell(held, command('promote'), 60, ada).deployment, []],
		['nothing at the end', completed.deployment, []],
		['nothing on the way back', unhealthy.deployment, []],
	])('%s', (_, deployment, keys) => {
		expect([...waitingKeys(roomOf([deployment]))]).toEqual(keys);
	});
});

type Move =
	| { readonly kind: 'done' | 'fail' | 'elapse' | 'patience' }
	| { readonly kind: 'judge'; readonly outcome: 'healthy' | 'unhealthy' | 'inconclusive' }
	| { readonly kind: 'command'; readonly command: CommandKind };

const move: fc.Arbitrary<Move> = fc.oneof(
	{ weight: 6, arbitrary: fc.constant<Move>({ kind: 'done' }) },
	{ weight: 2, arbitrary: fc.constantFrom<Move>({ kind: 'fail' }, { kind: 'elapse' }, { kind: 'patience' }) },
	fc.constantFrom('healthy', 'unhealthy', 'inconclusive').map((outcome): Move => ({ kind: 'judge', outcome })),
	fc
		.constantFrom<CommandKind>('promote', 'promote-fully', 'pause', 'resume', 'retry', 'roll-back')
		.map((kind): Move => ({ kind: 'command', command: kind })),
);

function play(story: Story, step: Move, at: number): Story {
	const { stepIndex, pending } = story.deployment;
	const say = (event: DeploymentEvent) => tell(story, event, at, event.type === 'commanded' ? ada : undefined);
	switch (step.kind) {
		case 'done':
			return pending.length === 0 ? story : succeed(story, at);
		case 'fail':
			return pending.length === 0 ? story : failEffect(story, at);
		case 'elapse':
			return say({ type: 'step-elapsed', stepIndex });
		case 'patience':
			return say({ type: 'patience-ended', stepIndex });
		case 'judge':
			return say({ type: 'verdict', stepIndex, verdict: verdictOf(step.outcome, at) });
		case 'command':
			return say(command(step.command));
	}
}

/** Rooms as patches would show them: some moves fall into one patch. */
const rooms = fc
	.record({
		strategy: fc.constantFrom(canaryStrategy, blueGreenStrategy, holding),
		moves: fc.array(fc.record({ move, isShown: fc.boolean() }), { maxLength: 60 }),
	})
	.map(({ strategy, moves }): readonly RoomState[] => {
		let story = tell(tell(null, createdEvent(strategy), 0, ada), { type: 'begun' }, 1);
		const shown = [roomOf([story.deployment])];
		for (const [index, { move: step, isShown }] of moves.entries()) {
			story = play(story, step, index + 2);
			if (isShown) shown.push(roomOf([story.deployment]));
		}
		return shown;
	});

function walk(all: readonly RoomState[]): readonly (readonly ShellNotification[])[] {
	return all.slice(1).map((after, index) => notificationsOf(all[index] ?? after, after));
}

describe('whatever a deployment goes through', () => {
	property.prop([rooms])('no event is told twice, and none with another', (all) => {
		const told = walk(all);
		const keys = told.flat().map(({ key }) => key);
		expect(new Set(keys).size).toBe(keys.length);
		for (const each of told) expect(each.length).toBeLessThanOrEqual(1);
	});

	property.prop([rooms, fc.nat(60)])('a room that comes again brings nothing new', (all, length) => {
		const prefix = all.slice(0, length + 1);
		for (const room of prefix) expect(notificationsOf(room, room)).toEqual([]);
		// The whole snapshot after a reconnect: equal, but not the same object.
		for (const room of prefix) expect(notificationsOf(room, structuredClone(room))).toEqual([]);
		const keys = (list: readonly RoomState[]) => walk(list).flatMap((each) => each.map(({ key }) => key));
		expect(keys([...prefix, ...prefix.slice(-1)])).toEqual(keys(prefix));
	});

	property.prop([rooms])('what waits is what was told last and asks for a decision', (all) => {
		const told = new Map(walk(all).flatMap((list) => list.map((each) => [each.key, each] as const)));
		for (const after of all.slice(1)) {
			for (const key of waitingKeys(after)) expect(told.get(key)?.asksForDecision).toBe(true);
		}
	});

	property.prop([rooms])('every end and every call for a person was told', (all) => {
		const told = walk(all).flat();
		const [last] = Object.values(all.at(-1)?.deployments ?? {});
		if (last === undefined || all.length < 2) return;
		const { state } = last.deployment;
		const kinds = { completed: 'finished', 'rolled-back': 'failed', 'needs-operator': 'failed' } as const;
		const kind = state === 'completed' || state === 'rolled-back' || state === 'needs-operator' ? kinds[state] : null;
		if (kind !== null) expect(told.map((each) => each.kind)).toContain(kind);
	});
});
