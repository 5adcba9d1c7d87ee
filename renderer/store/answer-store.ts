/**
 * A question whose answer may change: asked again when what it rests on grew, with the last known answer shown meanwhile. An
 * answer to an older question never takes the place of a newer one.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Problem, Result } from '../../shared/domain/result.ts';

export interface Answer<T> {
	/** The last known one to this very question, or (while it is asked for the first time) to the question before. */
	readonly value: T | null;
	/** True where `value` answers another question than the one that is open. */
	readonly isStale: boolean;
	readonly problem: Problem | null;
	readonly isAsking: boolean;
}

export interface AnswerStore<T> {
	readonly store: StoreApi<Answer<T>>;
	/** Asks, whatever was asked before; `key` names the question. */
	ask(key: string, question: () => Promise<Result<T>>): Promise<void>;
	/** What arrives from now on is dropped. */
	stop(): void;
}

const nothing = { value: null, isStale: false, problem: null, isAsking: true } as const;

export function createAnswerStore<T>(): AnswerStore<T> {
	const store = createStore<Answer<T>>(() => nothing);
	let turn = 0;
	let answered: string | null = null;
	return {
		store,
		async ask(key, question) {
			turn += 1;
			const mine = turn;
			store.setState({ isAsking: true, isStale: answered !== key });
			const result = await question();
			if (mine !== turn) return;
			if (!result.ok) {
				store.setState({ problem: result.problem, isAsking: false });
				return;
			}
			answered = key;
			store.setState({ value: result.value, isStale: false, problem: null, isAsking: false });
		},
		stop() {
			turn += 1;
		},
	};
}
