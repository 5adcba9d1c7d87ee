import { describe, expect, test } from 'vitest';
import type { CommandLine } from '../../../../shared/config/model.ts';
import type { ExecOutcome, ExecRequest } from '../../exec.ts';
import { deployFailure, retireFailure, runForSlot } from './commands.ts';
import { testConfig } from './test-config.ts';

const command = (args: readonly string[]): CommandLine => ({
	file: 'deploy',
	args,
	cwd: '/',
	env: {},
	timeoutMs: 1000,
});

const config = testConfig({
	slots: {
		blue: [
			{ server: 'b1', url: 'http://127.0.0.1:8081' },
			{ server: 'b2', url: 'https://10.0.0.2' },
		],
		green: [{ server: 'g1', url: null }],
	},
});

const exited = (exitCode: number, stderr = '', stdout = ''): ExecOutcome => ({
	kind: 'exited',
	exitCode,
	stdout,
	stderr,
});

async function argumentsOf(args: readonly string[], version = '1.0.0', codes: readonly number[] = []) {
	const seen: ExecRequest[] = [];
	const runs = await runForSlot(config, command(args), 'blue', version, async (request) => {
		seen.push(request);
		return exited(codes[seen.length - 1] ?? 0);
	});
	return { runs, args: seen.map((request) => request.args) };
}

describe('commands of a slot', () => {
	test('run once for the slot, or once per server when they ask for one', async () => {
		expect((await argumentsOf(['{slot}', '--to={version}'])).args).toEqual([['blue', '--to=1.0.0']]);
		expect((await argumentsOf(['{slot}', '{port}', '{server}'])).args).toEqual([
			['blue', '8081', 'b1'],
			['blue', '443', 'b2'],
		]);
	});

	test('a value stays inside its argument, even when it looks like a placeholder or a shell', async () => {
		expect((await argumentsOf(['{version}', '{unknown}'], '{port}; $(id)')).args).toEqual([
			['{port}; $(id)', '{unknown}'],
		]);
	});

	test('have their variables filled in as their arguments are, and run once per server for one alone', async () => {
		const seen: ExecRequest['env'][] = [];
		const line = { ...command(['up']), env: { TARGET: '{slot}:{port}', TAG: 'v{version}', PLAIN: '$HOME' } };
		await runForSlot(config, line, 'blue', '1.0.0', async ({ env }) => {
			seen.push(env);
			return exited(0);
		});
		expect(seen).toEqual([
			{ TARGET: 'blue:8081', TAG: 'v1.0.0', PLAIN: '$HOME' },
			{ TARGET: 'blue:443', TAG: 'v1.0.0', PLAIN: '$HOME' },
		]);
	});

	test('stop at the first that fails', async () => {
		const { args, runs } = await argumentsOf(['{port}'], '1.0.0', [7]);
		expect(args).toHaveLength(1);
		expect(runs.at(-1)?.outcome).toMatchObject({ exitCode: 7 });
	});
});

describe('what the end of a command means', () => {
	test.for<[string, ExecOutcome, string | null]>([
		['success', exited(0, 'warnings do not count'), null],
		['3 is an unknown version', exited(3), 'unknown-version'],
		['any other code', exited(1, 'no space left'), 'deploy-failed'],
		['a port that is held', exited(1, 'Error: listen EADDRINUSE 127.0.0.1:80'), 'port-in-use'],
		['too slow', { kind: 'timed-out', stdout: '', stderr: '' }, 'timed-out'],
		['killed', { kind: 'killed', by: 'SIGKILL', stdout: '', stderr: '' }, 'deploy-failed'],
		['not there', { kind: 'not-started', reason: 'ENOENT', cause: null }, 'deploy-failed'],
		['cancelled', { kind: 'cancelled' }, 'cancelled'],
	])('%s', ([, outcome, code]) => {
		const failure = deployFailure('edge', 'green', '2.0.0', { server: null, outcome });
		expect(failure?.problem.code ?? null).toBe(code);
	});

	test('its last lines are told, of the errors before the output', () => {
		const told = (outcome: ExecOutcome) =>
			deployFailure('edge', 'green', '2.0.0', { server: null, outcome })?.problem.details?.['lastLines'];
		expect(told(exited(1, 'a\nb\n', 'out'))).toBe('a\nb');
		expect(told(exited(1, '', 'out'))).toBe('out');
	});

	test('its last lines hold no secret', () => {
		const secret = 'c4n4ry-of-the-command';
		const outcome = exited(1, `DEPLOY_TOKEN=${secret}\npulling https://ci:${secret}@registry.example/\nfailed`);
		const told = JSON.stringify([
			deployFailure('edge', 'green', '2.0.0', { server: null, outcome }),
			retireFailure('edge', 'green', { server: null, outcome }),
		]);
		expect(told).toContain('failed');
		expect(told).not.toContain(secret);
	});

	test('a retire command that fails says that users are gone', () => {
		const failure = retireFailure('edge', 'green', { server: null, outcome: exited(1) });
		expect(failure?.problem).toMatchObject({ code: 'target-refused', retryable: true });
		expect(failure?.problem.message).toContain('gets no users any more');
		expect(retireFailure('edge', 'green', undefined)).toBeNull();
	});
});
