/** Checks a text while it is typed. */
import { useEffect, useState } from 'react';
import type { Problem } from '../../../shared/domain/result.ts';
import type { ConfigIssue } from '../../../shared/rpc/views.ts';
import { useClient } from '../../store/hooks.ts';

export type Check =
	| { readonly kind: 'asking' }
	| { readonly kind: 'issues'; readonly issues: readonly ConfigIssue[] }
	| { readonly kind: 'problem'; readonly problem: Problem };

/** Typing pauses this long before the text is checked, ms. */
const pauseMs = 350;

interface Answer {
	readonly text: string;
	readonly check: Check;
}

/** What is known of `text`; the answer to another text is none, but stays on screen while the next is on its way. */
export function useCheck(text: string, file: string): { readonly check: Check; readonly isOfThisText: boolean } {
	const client = useClient();
	const [answer, setAnswer] = useState<Answer | null>(null);
	useEffect(() => {
		let isCurrent = true;
		const timer = setTimeout(() => {
			void client.projects.check({ source: text, file }).then((result) => {
				if (!isCurrent) return;
				const check: Check = result.ok
					? { kind: 'issues', issues: result.value.issues }
					: { kind: 'problem', problem: result.problem };
				setAnswer({ text, check });
			});
		}, pauseMs);
		return () => {
			isCurrent = false;
			clearTimeout(timer);
		};
	}, [client, text, file]);
	return { check: answer?.check ?? { kind: 'asking' }, isOfThisText: answer?.text === text };
}

/** True for a text that was checked and has no errors; warnings do not keep it from being used. */
export function isSound(check: Check): boolean {
	return check.kind === 'issues' && check.issues.every((issue) => issue.severity !== 'error');
}
