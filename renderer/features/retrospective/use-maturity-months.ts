/** Earlier months of the maturity's history, asked one after the other while it is open: each costs as much as half a report. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { MaturityMonth } from '../../../shared/domain/maturity/model.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { useClient } from '../../store/hooks.ts';

export interface MaturityMonths {
	/** By month; what is missing is not known yet. */
	readonly answers: ReadonlyMap<string, Result<MaturityMonth>>;
	/** Asks once more for those that could not be answered. */
	readonly again: () => void;
}

export function useMaturityMonths(scope: string, months: readonly string[], isOpen: boolean): MaturityMonths {
	const { delivery } = useClient();
	const [answers, setAnswers] = useState<MaturityMonths['answers']>(new Map());
	const [attempt, setAttempt] = useState(0);
	const known = useRef(answers);
	const key = months.join(' ');
	useEffect(() => {
		let isOver = !isOpen;
		const askAll = async (): Promise<void> => {
			for (const month of key.split(' ')) {
				if (isOver) return;
				if (known.current.get(month)?.ok === true) continue;
				const answer = await delivery.maturityMonth({ scope, month });
				if (isOver) return;
				known.current = new Map(known.current).set(month, answer);
				setAnswers(known.current);
			}
		};
		void askAll();
		return () => {
			isOver = true;
		};
	}, [delivery, scope, key, isOpen, attempt]);
	const again = useCallback(() => {
		known.current = new Map([...known.current].filter(([, { ok }]) => ok));
		setAnswers(known.current);
		setAttempt((count) => count + 1);
	}, []);
	return { answers, again };
}
