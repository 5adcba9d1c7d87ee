import { useState } from 'react';
import type { Result } from '../../../shared/domain/result.ts';
import type { SaveState } from './use-saved.ts';

/** What became of the last request of a form; `ask` resolves with whether it was done. */
export function useAsked(): {
	readonly state: SaveState;
	readonly ask: (call: Promise<Result<null>>) => Promise<boolean>;
} {
	const [state, setState] = useState<SaveState>({ kind: 'idle' });
	async function ask(call: Promise<Result<null>>): Promise<boolean> {
		setState({ kind: 'saving' });
		const result = await call;
		setState(result.ok ? { kind: 'saved' } : { kind: 'failed', problem: result.problem });
		return result.ok;
	}
	return { state, ask };
}
