/** Which changes are hotfixes by the rules of `delivery.hotfix`. */
import picomatch from 'picomatch';
import type { ChangeFact } from './facts.ts';
import type { DeliveryPolicy } from './policy.ts';

/** By label (exact, case ignored), branch (glob) or the word that the title begins with (case ignored). */
export function createHotfixCheck(
	rules: DeliveryPolicy['hotfix'],
): (change: Pick<ChangeFact, 'labels' | 'branch' | 'title'>) => boolean {
	const labels = new Set(rules.labels.map((label) => label.toLowerCase()));
	const branches = rules.branches.map((glob) => picomatch(glob, { dot: true, nonegate: true, windows: false }));
	const titles = rules.titles.map((word) => word.toLowerCase()).filter((word) => word !== '');
	return ({ labels: own, branch, title }) => {
		if (own.some((label) => labels.has(label.toLowerCase()))) return true;
		if (branch !== null && branch !== '' && branches.some((fits) => fits(branch))) return true;
		return titles.some((word) => beginsWith(title.trim().toLowerCase(), word));
	};
}

/** "hotfix: x" and "Hotfix x" begin with `hotfix`; "hotfixes are bad" does not. */
function beginsWith(title: string, word: string): boolean {
	return title.startsWith(word) && !/^[\p{L}\p{N}]/u.test(title.slice(word.length));
}
