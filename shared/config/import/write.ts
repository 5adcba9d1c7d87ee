/** A `health:` section as text. */
import { stringify } from 'yaml';
import { defaultHealthPolicy } from '../../domain/health/defaults.ts';
import { parseHealth } from '../parse-health.ts';
import type { Telling } from './fields.ts';

/**
 * The section with one imported judge that decides; the limits go on informing. Where nothing was carried over the judge
 * stays off, because a judge without metrics never calls a release healthy.
 */
function healthSection(judge: 'analysis' | 'kayenta', isAny: boolean, part: object): string {
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

const engines = { analysis: 'Argo Rollouts', kayenta: 'Kayenta' } as const;

/** What is asked for beside the imported judge. */
function tellSample(judge: keyof typeof engines, telling: Telling): void {
	const least = defaultHealthPolicy.minimumRequests;
	telling.lose(
		`no minimum of requests, as in ${engines[judge]}`,
		`Signalbox also waits for ${least} requests of the new release in its window, by the metrics of the environment.`,
		'Set health.minimumRequests: 0 where the imported judge alone is to decide.',
	);
}

/** Queries and conditions are looked at while they are read, and told in the words of the file they come from. */
const told = /\.(query|success|failure)$/;

/** Writes the section, and tells what `signalbox.yaml` does not allow of it: figures out of range, names too long. */
export function writeHealth(telling: Telling, judge: 'analysis' | 'kayenta', isAny: boolean, part: object): string {
	const source = healthSection(judge, isAny, part);
	if (isAny) tellSample(judge, telling);
	for (const { field, message, expected, severity } of parseHealth(source).issues) {
		if (severity !== 'error' || told.test(field)) continue;
		telling.lose(
			field,
			`signalbox.yaml does not allow it: ${message}.`,
			`Write ${expected ?? 'another value'} before you save it.`,
		);
	}
	return source;
}
