/** One field of the settings: what it shows, and what became of its last change. */
import { useEffect, useRef, useState } from 'react';
import type { Problem, Result } from '../../../shared/domain/result.ts';
import type { ShellSettings } from '../../../shared/shell/settings.ts';
import { useStores } from '../../store/context.tsx';

export type SaveState =
	| { readonly kind: 'idle' | 'saving' | 'saved' }
	| { readonly kind: 'failed'; readonly problem: Problem };

export interface Saved<T> {
	/** What the person chose or typed, until it is saved; else what is saved. */
	readonly value: T;
	readonly state: SaveState;
	/** Shows a value that is still being typed. */
	type(value: T): void;
	/** Saves a value. Where that fails it stays in its field, with the problem beside it. */
	save(value: T): void;
}

/** How long "Saved" stands, ms. */
const savedMs = 2_500;

/**
 * A field over `known`, the value of the last view. `change` makes the change of settings; `other` saves elsewhere than
 * in the settings' file, where more than that follows from a change.
 */
export function useSaved<T>(
	known: T,
	change: (now: ShellSettings, value: T) => Partial<ShellSettings>,
	other?: (value: T) => Promise<Result<null>>,
): Saved<T> {
	const { shell } = useStores();
	const [draft, setDraft] = useState<{ readonly value: T } | null>(null);
	const [state, setState] = useState<SaveState>({ kind: 'idle' });
	/** Only the last of several changes tells what became of it. */
	const asked = useRef(0);
	useEffect(() => {
		if (state.kind !== 'saved') return;
		const timer = setTimeout(() => setState({ kind: 'idle' }), savedMs);
		return () => clearTimeout(timer);
	}, [state]);

	async function save(value: T): Promise<void> {
		asked.current += 1;
		const mine = asked.current;
		setDraft({ value });
		setState({ kind: 'saving' });
		const result = await (other === undefined ? shell.save((now) => change(now, value)) : other(value));
		if (mine !== asked.current) return;
		if (!result.ok) return setState({ kind: 'failed', problem: result.problem });
		setDraft(null);
		setState({ kind: 'saved' });
	}

	return {
		value: draft === null ? known : draft.value,
		state,
		type: (value) => {
			setDraft({ value });
			if (state.kind === 'failed') setState({ kind: 'idle' });
		},
		save: (value) => void save(value),
	};
}
