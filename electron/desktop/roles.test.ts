import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { jobCommand, type Role, roleOf, routerCommand, sampleCommand } from './roles.ts';

const packageRoot = path.join('/app');
const development = { execPath: '/electron', packageRoot, isPackaged: false, appImage: null };
const packaged = { ...development, execPath: '/opt/signalbox', isPackaged: true };

describe('a part of Signalbox is started', () => {
	test('as plain Node in development', () => {
		const env = { ELECTRON_RUN_AS_NODE: '1' };
		const router = path.join('/app', 'dist', 'router.js');
		expect(routerCommand(development)).toEqual({ command: '/electron', args: [router], env });
		expect(sampleCommand(development)).toEqual({ command: '/electron', args: [], env });
	});

	test.each([
		['the app itself when packaged', packaged, '/opt/signalbox'],
		[
			'the AppImage, whose program goes away with us',
			{ ...packaged, appImage: '/home/ada/S.AppImage' },
			'/home/ada/S.AppImage',
		],
	])('as %s', (_, options, command) => {
		expect(routerCommand(options)).toEqual({ command, args: ['--signalbox-router'], env: {} });
		expect(sampleCommand(options)).toEqual({ command, args: ['--signalbox-sample'], env: {} });
	});
});

describe('a job of the sample runs on', () => {
	test('the app itself in development, and the Node of the person once packaged', () => {
		const env = { ELECTRON_RUN_AS_NODE: '1' };
		expect(jobCommand(development)).toEqual({ command: '/electron', args: [], env });
		expect(jobCommand(packaged)).toEqual({ command: 'node', args: [], env: {} });
	});
});

describe('a part is recognised by its first word', () => {
	test.each<readonly [readonly string[], boolean, Role | null]>([
		[['/signalbox'], true, null],
		[['/electron', '.', '--sample'], false, null],
		[['/signalbox', '--signalbox-router', '--state', 'f'], true, { part: 'router', words: ['--state', 'f'] }],
		[['/signalbox', '--sample', '--signalbox-router'], true, null],
		[['/electron', '.', '--signalbox-router'], false, { part: 'router', words: [] }],
		[
			['/signalbox', '--signalbox-sample', '/data/sample/service.mjs', '2.4.0'],
			true,
			{ part: 'sample', script: 'service.mjs', words: ['2.4.0'] },
		],
		[['/signalbox', '--signalbox-sample', '/tmp/evil.mjs'], true, { part: 'sample', script: null, words: [] }],
		[['/signalbox', '--signalbox-sample'], true, { part: 'sample', script: null, words: [] }],
	])('%j', (argv, isPackaged, role) => expect(roleOf(argv, isPackaged)).toEqual(role));
});
