/** Secrets until the end of this run: where no better place was found or agreed to. */
import { fail, ok } from '../../../shared/domain/result.ts';
import type { SecretDesk } from './desk.ts';

export function createMemorySecrets(now: () => number): SecretDesk {
	const entries = new Map<string, { readonly value: string; readonly setAt: number }>();
	const listeners = new Set<() => void>();
	const tell = () => {
		for (const listen of listeners) listen();
	};
	return {
		view: () => ({
			kind: 'memory',
			label: 'memory, until Signalbox ends',
			state: 'open',
			problem: null,
			entries: [...entries].map(([name, { setAt }]) => ({ name, setAt })),
		}),
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async read(name) {
			const entry = entries.get(name);
			if (entry !== undefined) return ok(entry.value);
			return fail(
				'secret-missing',
				`Signalbox keeps no secret named ${name}, so this connection cannot sign in.`,
				'Set it under Settings, Secrets.',
			);
		},
		async set(name, value) {
			entries.set(name, { value, setAt: now() });
			tell();
			return ok(null);
		},
		async remove(name) {
			entries.delete(name);
			tell();
			return ok(null);
		},
		open: async () => ok(null),
	};
}
