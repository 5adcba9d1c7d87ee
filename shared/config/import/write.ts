/** A `health:` section as text. */
import { stringify } from 'yaml';

/**
 * The section with one imported judge that decides; the limits go on informing. Where nothing was carried over the judge
 * stays off, because a judge without metrics never calls a release healthy.
 */
export function healthSection(judge: 'analysis' | 'kayenta', isAny: boolean, part: object): string {
	const role = isAny ? 'decide' : 'off';
	const judges = {
		sequential: 'off',
		absolute: isAny ? 'inform' : 'decide',
		baseline: isAny ? 'inform' : 'decide',
		kayenta: judge === 'kayenta' ? role : 'off',
		analysis: judge === 'analysis' ? role : 'off',
	};
	const health = { judges, ...(isAny ? { [judge]: part } : {}) };
	return stringify({ health }, { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false });
}
