import { expect, test } from 'vitest';
import type { ShellMessage } from '../../../shared/rpc/shell-api.ts';
import { ok } from '../../../shared/domain/result.ts';
import { fakeShellView } from '../../../shared/rpc/testing/fake-shell.ts';
import { createFakeSettings } from '../../desktop/testing/shell-fakes.ts';
import { createHostShell } from './host-shell.ts';

function setup() {
	let now = 0;
	const done = async () => ok(null);
	const made = createHostShell(
		{
			settings: createFakeSettings(),
			secrets: {
				view: () => fakeShellView.secrets,
				onChange: () => () => {},
				read: async () => ok('x'),
				...{ set: done, remove: done, open: done },
			},
			versions: fakeShellView.versions,
			diagnostics: async () => '',
		},
		{
			...{ kind: 'desktop', can: fakeShellView.can, openWindow: done, showLogs: done },
			updates: { view: () => fakeShellView.update, onChange: () => () => {}, check: done, install: done },
		},
		() => now,
	);
	/** What a page that comes now hears after its first view. */
	const heard = async (): Promise<readonly ShellMessage[]> => {
		const stop = new AbortController();
		const messages: ShellMessage[] = [];
		setTimeout(() => stop.abort(), 0);
		for await (const message of made.shell.watch(stop.signal)) messages.push(message);
		return messages.slice(1);
	};
	return { ...made, heard, pass: (ms: number) => void (now += ms) };
}

const go = (address: string) => ({ kind: 'go', address }) as const;
const act = { kind: 'run', command: 'roll-back' } as const;

test('what is sent before the page is there waits for it, once', async () => {
	const { send, heard } = setup();
	send(go('/history'));
	send(act);
	expect(await heard()).toEqual([go('/history'), act]);
	expect(await heard()).toEqual([]);
});

test('an act that would come late is not done at all', async () => {
	const { send, heard, pass } = setup();
	send(act);
	send(go('/history'));
	pass(10_001);
	expect(await heard()).toEqual([go('/history')]);
});

test('for a page that never comes not everything is kept', async () => {
	const { send, heard } = setup();
	for (let count = 1; count <= 100; count++) send(go(`/deployments/${count}`));
	const kept = await heard();
	expect(kept).toHaveLength(20);
	expect(kept.at(-1)).toEqual(go('/deployments/100'));
});
