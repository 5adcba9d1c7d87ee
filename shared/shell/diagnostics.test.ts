import { describe, expect, test } from 'vitest';
import { emptyRoom } from '../rpc/testing/fake-api.ts';
import { fakeShellView } from '../rpc/testing/fake-shell.ts';
import type { ConnectionView } from '../rpc/views.ts';
import { type DiagnosticFacts, diagnosticsText } from './diagnostics.ts';
import { defaultShellSettings } from './settings.ts';

const facts: DiagnosticFacts = {
	at: Date.UTC(2026, 10, 24, 1, 2, 3),
	host: 'desktop',
	system: 'linux x64, 6.1.0, 2 processors, 24 GB',
	versions: { signalbox: '1.2.3', electron: '45.4.1', chromium: '156.0', node: '24.21.0' },
	uptimeMs: 120_000,
	memoryBytes: 150 * 1_048_576,
	homeFolder: '/home/ada',
	dataFolder: '/home/ada/.local/share/signalbox',
	room: null,
	settings: defaultShellSettings,
	secrets: fakeShellView.secrets,
	troubles: [],
};

describe('diagnostics', () => {
	test('say what runs, and name what is empty', () => {
		const text = diagnosticsText(facts);
		expect(text).toContain('# Signalbox 1.2.3\n\n- at: 2026-11-24T01:02:03.000Z\n- host: desktop\n');
		expect(text).toContain('- runtime: Electron 45.4.1, Chromium 156.0, Node 24.21.0\n');
		expect(text).toContain('- running for: 2 min, 150 MB\n- data folder: ~/.local/share/signalbox\n');
		expect(text).toContain('## Connections\n\nnone\n');
		expect(text).toContain('## Last warnings and errors\n\nnone\n');
	});

	test('tell connections with what is wrong about them', () => {
		const problem = {
			code: 'metrics-unreachable',
			message: 'Prometheus does not answer.',
			hint: 'Look whether it runs.',
			retryable: true,
		} as const;
		const connection: ConnectionView = {
			...{ id: 'c', kind: 'metrics', product: 'prometheus', label: 'http://prom:9090', usedBy: [] },
			...{ state: 'unreachable', problem, detail: null, asOf: null },
		};
		const text = diagnosticsText({ ...facts, room: { ...emptyRoom, connections: { c: connection } } });
		expect(text).toContain(
			'- metrics http://prom:9090 (prometheus): unreachable; metrics-unreachable: Prometheus does not answer.\n',
		);
	});

	test.each([
		[
			'a token in a log line',
			{ troubles: ['{"msg":"ghp_0123456789abcdef0123 was refused"}'] },
			'ghp_0123456789abcdef0123',
		],
		['a password of a proxy', withProxy('http://ada:hunter2@proxy:3128'), 'hunter2'],
		['the name of the person', { troubles: ['{"file":"/home/ada/x"}'] }, '/home/ada'],
		['the name of a person in JSON on Windows', onWindows('{"file":"C:\\\\Users\\\\ada\\\\x"}'), 'ada'],
		['the name of a person in an address on Windows', onWindows('file:///C:/Users/ada/x'), 'ada'],
	])('keep back %s', (_, change, secret) => {
		expect(diagnosticsText({ ...facts, ...change })).not.toContain(secret);
	});

	test('cannot be broken out of their fence', () => {
		const text = diagnosticsText({ ...facts, troubles: ['{"msg":"````\\n# Not a heading"}'] });
		expect(text).toContain('\n`````\n{"msg":"````');
	});
});

function withProxy(proxyUrl: string): Partial<DiagnosticFacts> {
	const network = { ...defaultShellSettings.network, proxyUrl };
	return { settings: { ...defaultShellSettings, network } };
}

function onWindows(line: string): Partial<DiagnosticFacts> {
	return { homeFolder: 'C:\\Users\\ada', dataFolder: 'C:\\Users\\ada\\AppData\\Signalbox', troubles: [line] };
}
