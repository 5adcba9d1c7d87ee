import { describe, expect, test } from 'vitest';
import { fail } from '../../shared/domain/result.ts';
import { createDeskStore, parsePreferences } from './desk-store.ts';

const none = { theme: 'system', grouping: 'none', pipelineForm: 'graph', pinned: [], readUntil: 0 };

test.each([
	[null, none],
	['', none],
	['{', none],
	['null', none],
	['[]', none],
	['{"theme":"purple","pinned":"billing","readUntil":"now"}', none],
	[
		'{"theme":"dark","grouping":"owner","pipelineForm":"table","pinned":["a",3],"readUntil":7}',
		{ theme: 'dark', grouping: 'owner', pipelineForm: 'table', pinned: ['a'], readUntil: 7 },
	],
])('preferences %j are read as %j', (text, expected) => {
	expect(parsePreferences(text)).toEqual(expected);
});

describe('the desk', () => {
	function desk(storage: { getItem(): string | null; setItem(key: string, value: string): void }) {
		let keys = 0;
		return createDeskStore({ storage, now: () => 5, newKey: () => String(++keys) });
	}

	test('keeps preferences between visits', () => {
		let kept: string | null = null;
		const storage = { getItem: () => kept, setItem: (_key: string, value: string) => void (kept = value) };
		desk(storage).prefer({ theme: 'dark', pinned: ['billing'] });
		expect(desk(storage).store.getState().preferences).toMatchObject({ theme: 'dark', pinned: ['billing'] });
	});

	test('works where nothing can be stored', () => {
		const denied = (): never => {
			throw new Error('denied');
		};
		const made = desk({ getItem: denied, setItem: denied });
		made.prefer({ theme: 'light' });
		expect(made.store.getState().preferences.theme).toBe('light');
	});

	test('lists notes, and forgets the oldest rather than growing', () => {
		const made = desk({ getItem: () => null, setItem: () => {} });
		const { problem } = fail('stale', 'It has moved on.', 'Look again.', { retryable: true });
		for (let index = 0; index < 60; index++) made.refuse(problem);
		const { notes } = made.store.getState();
		expect(notes).toHaveLength(50);
		expect(notes.at(-1)).toMatchObject({ id: 'own-60', at: 5, tone: 'warn', title: 'It has moved on.' });
	});
});
