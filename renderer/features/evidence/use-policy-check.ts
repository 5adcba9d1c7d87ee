import { useMemo } from 'react';
import { type Check, useCheck } from '../connections/use-check.ts';
import { wrapPolicy } from './policy-text.ts';

/** Checks the text of a policy while it is typed, with the places of its own lines. */
export function usePolicyCheck(text: string): { readonly check: Check; readonly isOfThisText: boolean } {
	const wrapped = useMemo(() => wrapPolicy(text), [text]);
	const { check, isOfThisText } = useCheck(wrapped.source, 'health');
	const own = useMemo<Check>(
		() => (check.kind === 'issues' ? { kind: 'issues', issues: wrapped.issuesOf(check.issues) } : check),
		[check, wrapped],
	);
	return { check: own, isOfThisText };
}
