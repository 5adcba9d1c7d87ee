/** A click that arrives twice acts once. */
import { ok, type Result } from '../../../shared/domain/result.ts';

export interface Once<T> {
	/**
	 * Does the work of a key, or answers as the first click with that key was answered. One that failed may be tried again,
	 * unless its work has said that its answer stands.
	 */
	run(key: string, work: (stands: () => void) => Promise<Result<T>>): Promise<Result<T>>;
}

/** Clicks remembered; older ones are known by the journal. */
const kept = 500;

export function createOnce<T extends { readonly duplicate: boolean }>(): Once<T> {
	const answers = new Map<string, Promise<Result<T>>>();
	return {
		async run(key, work) {
			const first = answers.get(key);
			if (first !== undefined) {
				const answer = await first;
				return answer.ok ? ok({ ...answer.value, duplicate: true }) : answer;
			}
			let isFinal = false;
			const mine = work(() => {
				isFinal = true;
			});
			answers.set(key, mine);
			const oldest = answers.keys().next();
			if (answers.size > kept && oldest.done !== true) answers.delete(oldest.value);
			let isKept = false;
			try {
				const answer = await mine;
				isKept = answer.ok || isFinal;
				return answer;
			} finally {
				// Also where the work threw: the same click may be tried again.
				if (!isKept) answers.delete(key);
			}
		},
	};
}
