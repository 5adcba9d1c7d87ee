import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { missingOptionals, readLock } from './complete-lock.ts';

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');

it('the lock holds the packages of every system: run `node scripts/complete-lock.ts` after an install', () => {
	expect([...missingOptionals(readLock(text)).keys()]).toEqual([]);
});

it('the lock names no registry', () => {
	expect(text).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});

it('finds a package of another system by its name', () => {
	const lock = readLock(
		JSON.stringify({
			packages: {
				'node_modules/a': {
					dev: true,
					optionalDependencies: { '@a/b-linux-x64-musl': '1.2.3', '@a/b-win32-arm64': '1.2.3' },
				},
				'node_modules/@a/b-win32-arm64': { version: '1.2.3' },
			},
		}),
	);
	expect([...missingOptionals(lock)]).toEqual([
		[
			'node_modules/@a/b-linux-x64-musl',
			{ version: '1.2.3', cpu: ['x64'], libc: ['musl'], os: ['linux'], dev: true, optional: true },
		],
	]);
});
