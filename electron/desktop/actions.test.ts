import { describe, expect, test } from 'vitest';
import { analysing } from '../../shared/domain/deployment/fixture.ts';
import { fail, ok } from '../../shared/domain/result.ts';
import { createFakeApi, emptyRoom } from '../../shared/rpc/testing/fake-api.ts';
import { roomOf } from '../../shared/shell/testing/rooms.ts';
import { createShellActions, type ShellActionsDeps } from './actions.ts';
import type { SpokenNote } from './parts.ts';
import { createFakeActions, createFakeFeed } from './testing/shell-fakes.ts';

const { deployment } = analysing();
const caller = { name: 'Ada', mayAct: true };

function setup(change: Partial<ShellActionsDeps> = {}) {
	const engine = createFakeApi();
	const feed = createFakeFeed(roomOf([deployment]));
	const fake = createFakeActions();
	const notes: SpokenNote[] = [];
	const errors: string[] = [];
	const board = { text: '' };
	let keys = 0;
	const actions = createShellActions({
		api: engine.api,
		caller,
		feed,
		windows: fake.windows,
		clipboard: {
			writeText: async (text) => {
				board.text = text;
			},
		},
		diagnostics: async () => '# Signalbox 1.2.3',
		showLogs: async () => ok(null),
		checkForUpdate: async () => ok(null),
		quit: () => void fake.calls.push('quit'),
		notify: (note) => void notes.push(note),
		newKey: () => `key-${(keys += 1)}`,
		logger: { error: (_, message) => void errors.push(message) },
		...change,
	});
	return { actions, engine, feed, notes, errors, board, windowCalls: fake.calls };
}

describe('what menu, tray and notifications can do', () => {
	test.each(['rollBack', 'promote'] as const)('%s acts on the deployment as it is now, once a click', async (name) => {
		const { actions, engine, feed, notes } = setup();
		await actions[name]('d1');
		feed.show(roomOf([{ ...deployment, revision: 40 }]));
		await actions[name]('d1');
		expect(engine.calls).toEqual([
			{
				name: expect.stringContaining(name),
				input: { deploymentId: 'd1', expectedRevision: deployment.revision, idempotencyKey: 'key-1', reason: null },
				caller,
			},
			{
				name: expect.stringContaining(name),
				input: { deploymentId: 'd1', expectedRevision: 40, idempotencyKey: 'key-2', reason: null },
				caller,
			},
		]);
		expect(notes).toEqual([]);
	});

	test('a refusal is told in its own words and leads to the place', async () => {
		const { actions, engine, notes } = setup();
		engine.answer(fail('stale', 'It has moved on.', 'Look again.'));
		await actions.rollBack('d1');
		expect(notes).toEqual([{ title: 'It has moved on.', body: 'Look again.', address: '/deployments/d1' }]);
	});

	test('an error of ours is told and logged, not thrown', async () => {
		const { actions, engine, notes, errors } = setup();
		engine.explode(new Error('a bug'));
		await actions.promote('d1');
		expect(errors).toEqual(['The promotion failed']);
		expect(notes[0]?.title).toBe('The promotion failed over an error of Signalbox itself.');
	});

	test.each([
		['nobody may act', { caller: { name: 'Ada', mayAct: false } }, 'Signalbox was started to look'],
		['the deployment is gone', { feed: createFakeFeed(emptyRoom) }, 'That deployment is not in the room any more'],
		['nothing is known yet', { feed: createFakeFeed(null) }, 'That deployment is not in the room any more'],
	])('nothing is asked of the engine when %s', async (_, change, title) => {
		const { actions, engine, notes } = setup(change);
		await actions.rollBack('d1');
		expect(engine.calls).toEqual([]);
		expect(notes[0]?.title).toContain(title);
	});

	test('diagnostics come onto the clipboard', async () => {
		const { actions, board, notes } = setup();
		await actions.copyDiagnostics();
		expect(board.text).toBe('# Signalbox 1.2.3');
		expect(notes[0]?.title).toBe('Diagnostics copied');
	});

	test('a clipboard that fails is told', async () => {
		const { actions, notes, errors } = setup({ clipboard: { writeText: () => Promise.reject(new Error('none')) } });
		await actions.copyDiagnostics();
		expect(errors).toHaveLength(1);
		expect(notes.map(({ title }) => title)).toEqual([
			'Copying the diagnostics failed over an error of Signalbox itself.',
		]);
	});

	test('a search for an update leads to where its course is shown', async () => {
		const { actions, windowCalls, notes } = setup({
			checkForUpdate: async () => fail('timed-out', 'No answer.', 'Later.'),
		});
		await actions.checkForUpdate();
		expect(windowCalls).toEqual(['go /settings']);
		expect(notes).toEqual([{ title: 'No answer.', body: 'Later.', address: '/settings' }]);
	});

	test('logs are shown, or why not', async () => {
		const { actions, notes } = setup({ showLogs: async () => fail('not-found', 'No folder.', 'Look elsewhere.') });
		await actions.showLogs();
		expect(notes[0]?.title).toBe('No folder.');
	});
});
