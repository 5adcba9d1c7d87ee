import { describe, expect, test } from 'vitest';
import { fullRoom, sampleRoom } from '../../dev/fake-room.ts';
import { findItems, paletteItems } from './palette-items.ts';

const now = 1_000_000_000_000;
const room = sampleRoom(now);
const flight = room.deployments['flight-checkout'] ?? null;
const labels = (typed: string, given = room, focused = flight) =>
	findItems(paletteItems(given, focused), typed).map((item) => item.label);

describe('the palette', () => {
	test('offers the commands that the host allows on the deployment in focus, in its words', () => {
		expect(labels('').slice(0, 3)).toEqual(['Roll back to 2.3.1', 'Pause', 'Promote to 100 %']);
	});

	test('offers to try a policy on the deployment in focus, also where the window may only look, and an import', () => {
		const looking = { ...room, host: { ...room.host, mayAct: false } };
		expect(labels('try policy', looking)).toEqual(['Try another policy']);
		expect(labels('try policy', room, null)).toEqual([]);
		expect(labels('import kayenta', looking, null)).toEqual(['Import an analysis (Argo Rollouts, Kayenta)']);
	});

	test('offers no command without a deployment in focus, nor in a window that may only look', () => {
		expect(labels('roll back', room, null)).toEqual([]);
		const looking = { ...room, host: { ...room.host, mayAct: false } };
		expect(labels('roll back', looking)).toEqual([]);
		expect(labels('sample', looking)).toEqual([]);
	});

	test('finds by every word, in any order', () => {
		expect(labels('production deploy bill', fullRoom(now, 9), null)).toEqual(['Deploy billing to production']);
	});

	test('puts what begins with the words first', () => {
		expect(labels('search', fullRoom(now, 9), null)[0]).toBe('search');
	});

	test('does not bury the screens under 300 services', () => {
		expect(labels('', fullRoom(now, 300), null)).toContain('Connections and configuration');
	});
});
