import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { defaultShellSettings } from './settings.ts';
import {
	freshSettings,
	maxProjects,
	readSettings,
	rememberedProjects,
	settingsVersion,
} from './settings-migrations.ts';

const fresh = freshSettings();

describe('files of every age', () => {
	it.each([
		['of the first releases', { projects: ['/a', '/b'] }, ['/a', '/b']],
		['of the first releases, empty', {}, []],
		['of the first releases, with more than we keep', { projects: manyPaths(25) }, manyPaths(25).slice(-maxProjects)],
		['of today', { version: 1, projects: ['/a'], shell: {}, windows: null }, ['/a']],
		['of today, with nothing but its version', { version: 1 }, []],
	])('%s', (_, file, projects) => {
		expect(readSettings(JSON.stringify(file))).toEqual({ kind: 'read', file: { ...fresh, projects }, dropped: [] });
	});

	it('of today are read as they were written', () => {
		const shell = { ...defaultShellSettings, appearance: 'dark', zoom: 1.5, tourSeen: true };
		const written = { ...fresh, projects: ['/a'], shell, windows: { room: [1, { x: null }] } };
		expect(readSettings(JSON.stringify(written))).toEqual({ kind: 'read', file: written, dropped: [] });
	});

	it('of tomorrow are told from the rest, and used as far as they are understood', () => {
		const text = JSON.stringify({ version: 9, projects: ['/a'], shell: { appearance: 'dark', zoom: 'huge' }, more: 1 });
		expect(readSettings(text)).toEqual({
			kind: 'newer',
			version: 9,
			file: { ...fresh, projects: ['/a'], shell: { ...defaultShellSettings, appearance: 'dark' } },
		});
	});

	it.each([
		'',
		' ',
		'{',
		'[]',
		'null',
		'5',
		'"x"',
		'{"version": "1"}',
		'{"version": -1}',
		'{"version": 1.5}',
		'\0\0\0',
	])('are broken where nothing in them can be trusted: %j', (text) => {
		expect(readSettings(text)).toEqual({ kind: 'broken' });
	});
});

describe('one field that does not fit costs only itself', () => {
	const others = { appearance: 'dark', zoom: 2, tray: { keepRunning: true } };
	it.each<readonly [string, object, string]>([
		['a value beyond its bounds', { power: { keepAwake: 'yes' } }, 'shell.power.keepAwake'],
		['a time that is none', { quietHours: { from: '25:00' } }, 'shell.quietHours.from'],
		['a group that is none', { updates: 5 }, 'shell.updates'],
		[
			'a list with something unknown in it',
			{ notifications: { kinds: ['verdict', 'x'] } },
			'shell.notifications.kinds',
		],
		['a field of which we know nothing', { colour: 'red' }, 'shell.colour'],
		['a field of a group of which we know nothing', { network: { vpn: true } }, 'shell.network.vpn'],
	])('%s', (_, bad, name) => {
		const text = JSON.stringify({ version: 1, projects: ['/a'], shell: { ...others, ...bad }, windows: 7 });
		const shell = { ...defaultShellSettings, ...others };
		expect(readSettings(text)).toEqual({
			kind: 'read',
			file: { ...fresh, projects: ['/a'], shell, windows: 7 },
			dropped: [name],
		});
	});

	it.each([
		['in a group', { quietHours: { from: 'x', to: '06:30', enabled: true } }],
		['twice in a group', { quietHours: { from: 'x', to: '06:30', enabled: true, days: [9] } }],
	])('%s', (_, shell) => {
		const reading = readSettings(JSON.stringify({ version: 1, shell }));
		expect(reading).toMatchObject({
			file: { shell: { quietHours: { ...defaultShellSettings.quietHours, to: '06:30', enabled: true } } },
		});
	});

	it.each([
		['a list that is none', { projects: 5 }, [], ['projects']],
		['a path that is none', { projects: ['/a', 3, null, '/b'] }, ['/a', '/b'], []],
	])('projects: %s', (_, bad, projects, dropped) => {
		expect(readSettings(JSON.stringify({ version: 1, ...bad }))).toMatchObject({ file: { projects }, dropped });
		expect(readSettings(JSON.stringify(bad))).toMatchObject({ file: { projects }, dropped });
	});
});

test('whatever a file holds, what is read of it can be written and read again', () => {
	const names = ['version', 'projects', 'shell', 'windows', 'appearance', 'zoom', 'quietHours', 'kinds', '__proto__'];
	const name = fc.oneof(fc.constantFrom(...names), fc.string());
	const leaf = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(0, 1, 2, 'dark', '22:00', true));
	const group = fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf)));
	fc.assert(
		fc.property(fc.dictionary(name, fc.oneof(leaf, group)), (file) => {
			const reading = readSettings(JSON.stringify(file));
			if (reading.kind === 'broken') return;
			expect(reading.file.version).toBe(settingsVersion);
			expect(readSettings(JSON.stringify(reading.file))).toEqual({ kind: 'read', file: reading.file, dropped: [] });
		}),
	);
});

test('any text at all is answered', () => {
	fc.assert(fc.property(fc.string(), (text) => ['read', 'newer', 'broken'].includes(readSettings(text).kind)));
	const deep = `{"version":1,"windows":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
	expect(readSettings(deep).kind).toBe('read');
});

test('a project is remembered once, and the newest stay', () => {
	expect(rememberedProjects(['/a', '/b', '/a'])).toEqual(['/a', '/b']);
	expect(rememberedProjects(manyPaths(maxProjects + 1))).toEqual(manyPaths(maxProjects + 1).slice(1));
});

function manyPaths(count: number): readonly string[] {
	return Array.from({ length: count }, (_, index) => `/${index}`);
}
